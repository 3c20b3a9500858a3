"""`cctl brain replay`: make every decision again; with other rules, what would have been otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.brain.label import Label
    from cctl.core.brain.replay import Replayed
    from cctl.kit.run import Run

_COLUMNS = ("same", "recorded.decision", "recomputed.decision", "first_difference", "answer", "skipped", "id")


@source("brain replay", adds=("replay",), status=("breach", "no_evidence", "bad_config", "no_input"), columns=_COLUMNS)
@window_options("all")
@click.option("--rules", multiple=True, type=click.Path(dir_okay=False), help="With the rules of this file instead.")
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Under this policy instead.")
@click.option("--changed", is_flag=True, help="Only decisions that come out otherwise.")
def cli(
    run: Run, since: str, until: str, rules: tuple[str, ...], policy: str | None, changed: bool
) -> Iterator[Record]:
    """Judge every decision of the log once more and compare to the byte.

    With the rules and tables of then all are the same; with --rules or --policy it shows what these would change, and
    what its human had answered. What no replay can make again (what had been learned at the time, a deadline) is taken
    as it was; calls that were cut or redacted in a way that matters are skipped and said. Ends with 10 if any differs,
    with 20 if there was none to judge.

    \b
    Examples:
      cctl brain replay >/dev/null && echo "all as recorded"
      cctl brain replay --rules new.toml --changed --format table
      cctl brain replay --policy readonly --since 7d | jq -s 'map(select(.answer == "deny"))'
    """
    from cctl.core.brain.replay import replayed  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.brain import Brain  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    brain = Brain(run)
    answers = brain.answers()
    judged = 0
    for event in brain.decisions(asked_window(run, since or "all", until, asked_zone(run, None))):
        made = replayed(event, lambda event, memory: brain.decider(event, memory, rules, policy))
        judged += made.now is not None
        if made.now is not None and not made.same:
            run.status = CODES["breach"]
        if made.now is None:
            run.skip("cut_or_redacted")
        if not changed or made.changed:
            yield _record(made, answers.get(str(event.get("id", ""))))
    if not judged:
        run.status = CODES["no_evidence"]


def _record(made: Replayed, said: Label | None) -> Record:
    brief = ("decision", "by", "policy", "rule")
    record: Record = {"type": "replay", "v": 1, "ts": made.event["ts"]}
    record |= {"id": made.event["id"]} if made.event.get("id") else {}
    record |= {"seq": made.event["seq"], "same": made.same}
    full = made.now is not None and not made.same
    for name, verdict in (("recorded", made.then), ("recomputed", made.now)):
        if verdict is not None:
            record[name] = dict(verdict) if full else {key: verdict[key] for key in brief if key in verdict}
    record |= {"first_difference": made.difference} if full else {}
    record |= {"answer": "allow" if said.allow else "deny"} if said else {}
    return record | ({"skipped": made.skipped} if made.skipped else {})
