"""`cctl kill`: end the agent of a session and what it runs, in steps, and say what remained.

To deny the next call (`act`) loses nothing and comes first; this is for what must end now.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.ending import Ending
    from cctl.kit.run import Run


@action(
    "kill", adds=("done",), status=("partial",), columns=("status", "dry_run", "action", "target", "session", "reason")
)
@click.argument("words", nargs=-1, metavar="[SESSION|PID|NAME|-]...")
@click.option("--interrupt", is_flag=True, help="One SIGINT to the agent: it stops what it does and stays.")
@click.option("--grace", metavar="TIME", default="5s", help="To wait after SIGINT, and again after SIGTERM.")
@click.option("-y", "--yes", is_flag=True, help="Do it; without, only show what would be ended.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would be ended, whatever else is said.")
def cli(run: Run, words: tuple[str, ...], interrupt: bool, grace: str, yes: bool, dry_run: bool) -> Iterator[Record]:
    """End agents: SIGINT, then SIGTERM, then SIGKILL, each with grace.

    Takes sessions (an id, its beginning, a name, the agent's pid), or records on standard input with `-`: the sessions
    that they are about. Refuses what is no agent's session, whose start time is not the one told, and the ancestors of
    this very command.

    \b
    Examples:
      cctl kill 6f1c --yes
      cctl sessions --focus over-budget | cctl kill - --dry-run
      cctl kill shop-5 --interrupt --yes
    """
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.ending import Ending  # noqa: PLC0415 -- see above

    if not words:
        raise click.UsageError("name a SESSION, or - for records on standard input", click.get_current_context())
    ending, dry = Ending(run), dry_run or not yes
    for word, causes in _meant(run, words):
        yield from _one(run, ending, word, causes, interrupt, seconds(grace), dry)
    if dry:
        run.say.warn("nothing was ended; --yes does it")


def _meant(run: Run, words: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """What was named, and the sessions of records on standard input, each once, with the records that named it."""
    for word in words:
        if word != "-":
            yield word, []
            continue
        found: dict[str, list[str]] = {}
        for record in run.records(["-"]):
            session = record.get("session")
            if isinstance(session, str) and session:
                found.setdefault(session, []).extend([str(record["id"])] if record.get("type") == "finding" else [])
        yield from found.items()


def _one(
    run: Run, ending: Ending, word: str, causes: list[str], interrupt: bool, grace: float, dry: bool
) -> Iterator[Record]:
    from cctl.host.kill import Grace  # noqa: PLC0415 -- not for `--help`

    made: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "interrupt" if interrupt else "terminate"}
    made |= {"dry_run": True} if dry else {}
    made |= {"evidence": causes[:8]} if causes else {}
    entries = ending.find(word)
    if len(entries) != 1:
        reason = "no session with a living process" if not entries else f"the beginning of {len(entries)} sessions"
        run.status = CODES["partial"] if entries else run.status
        yield made | {"status": "impossible" if entries else "notneeded", "target": word, "reason": reason}
        return
    [entry] = entries
    how = Grace(interrupt_s=grace, terminate_s=grace)
    if interrupt or dry:
        found = [(entry, ending.interrupt(entry, dry=dry) if interrupt else ending.stop(entry, how, dry=dry))]
    else:
        found = ending.end(entry, how)
    for each, outcome in found:
        if outcome.status in ("impossible", "error"):
            run.status = CODES["partial"]
        yield made | {"target": str(each.data["pid"]), "session": each.session} | outcome.fields()
