"""`cctl brain log`: what was decided, and whether the log of it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.brain import Brain
    from cctl.kit.run import Run

_FIELDS = ("id", "session", "agent", "tool", "input", "cwd", "verdict", "sign", "exact", "ms")


@source(
    "brain log",
    adds=("decision", "check"),
    status=("breach", "no_evidence"),
    columns=("ts", "verdict.decision", "verdict.by", "answer", "tool", "input.command", "verdict.reason"),
)
@window_options("all")
@click.option("-S", "--session", default="", metavar="ID", help="Only of this session; a beginning will do.")
@click.option("--decision", type=click.Choice(("allow", "ask", "deny", "abstain")), help="Only these.")
@click.option("--verify", is_flag=True, help="Check the chain instead: the first bad link is named.")
@click.option("--head", metavar="SEQ:HASH", default="", help="With --verify: a line that was seen before.")
def cli(
    run: Run, since: str, until: str, session: str, decision: str | None, verify: bool, head: str
) -> Iterator[Record]:
    """Show the decisions of the log, with what their human answered.

    Every line carries the hash of the one before. --verify follows the chain, makes every certificate again, and ends
    with 10 at the first bad link, with 20 where there is no log. The end of a log can be cut off without breaking a
    link: what `brain learn` has seen is missed by itself; for the rest, keep the SEQ:HASH that --verify tells
    elsewhere, and give it back with --head.

    \b
    Examples:
      cctl brain log --since 24h --format table
      cctl brain log --decision deny | jq -c .input
      cctl brain log --verify
    """
    from cctl.kit.brain import Brain  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    brain = Brain(run)
    if verify:
        yield from _verified(run, brain, head)
        return
    window = asked_window(run, since or "all", until, asked_zone(run, None))
    answers = brain.answers()
    for event in brain.decisions(window):
        verdict = event.get("verdict") or {}
        wanted = str(event.get("session", "")).startswith(session)
        if wanted and (decision is None or verdict.get("decision") == decision):
            record: Record = {"type": "decision", "v": 1, "ts": event["ts"], "seq": event["seq"]}
            record |= {name: event[name] for name in _FIELDS if event.get(name) not in (None, "")}
            said = answers.get(str(event.get("id", "")))
            yield record | ({"answer": "allow" if said.allow else "deny", "answered_by": said.source} if said else {})


def _verified(run: Run, brain: Brain, head: str) -> Iterator[Record]:
    from cctl.core.brain.chain import check  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.memory import cut_off  # noqa: PLC0415 -- see above
    from cctl.host.brain.verify import uncertified  # noqa: PLC0415 -- see above

    found = check(brain.log.lines(), _anchor(head))
    if found.problem:
        run.status = CODES["breach"]
        yield _check(run, "chain", "problem", f"{found.file}:{found.line}: {found.problem}")
        return
    if lost := cut_off(brain.folder):
        run.status = CODES["breach"]
        yield _check(run, "memory", "problem", f"{lost}: lines at the end were cut off or written anew")
    elif not found.lines:
        run.status = CODES["no_evidence"]
        yield _check(run, "chain", "skipped", "there is no log yet")
    if not found.lines:
        return
    torn = f", {found.torn} torn by a crash" if found.torn else ""
    yield _check(run, "chain", "ok", f"{found.lines} lines{torn}; head {found.end.seq}:{found.end.hash}")
    for message in uncertified(brain.events, brain.terms):
        run.status = CODES["breach"]
        yield _check(run, "certificate", "problem", message)


def _anchor(head: str) -> dict[int, str]:
    seq, colon, value = head.partition(":")
    if head and not (seq.isdigit() and colon and len(value) == 64):
        raise UsageError(f"--head {head!r}: expected SEQ:HASH as --verify tells it")
    return {int(seq): value} if head else {}


def _check(run: Run, name: str, status: str, message: str) -> Record:
    return {"type": "check", "v": 1, "ts": run.world.now(), "name": name, "status": status, "message": message}
