"""`cctl brain export`: the log as records, for somebody else to check or replay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source(
    "brain export",
    adds=("brain_event",),
    status=("no_evidence",),
    columns=("ts", "seq", "event", "call", "verdict.decision"),
)
@window_options("all")
@click.option("--scrub", is_flag=True, help="Hide names, homes and what else tells who it was; the chain is then void.")
def cli(run: Run, since: str, until: str, scrub: bool) -> Iterator[Record]:
    """Write every event of the log as a record.

    For whoever wants to see, count or keep what was decided and what was learned from it. Secrets are not in the log.
    To have the chain itself checked elsewhere, copy its files: brain/events-*.jsonl in cctl's state folder.

    \b
    Examples:
      cctl brain export > brain.jsonl
      cctl brain export --since 30d --scrub | gzip > shared.jsonl.gz
    """
    from cctl.kit.brain import Brain, inside  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    brain = Brain(run)
    window = asked_window(run, since or "all", until, asked_zone(run, None))
    hide = None
    if scrub:
        from cctl.kit.scrub import scrubber  # noqa: PLC0415 -- only --scrub pays

        hide = scrubber(run)
    found = False
    for event in brain.events():
        if inside(event, window):
            found = True
            record: Record = {"type": "brain_event", "v": 1, "ts": event["ts"]}
            record |= {name: value for name, value in event.items() if name not in ("v", "ts")}
            yield hide(record) if hide else record
    if not found:
        run.status = CODES["no_evidence"]
