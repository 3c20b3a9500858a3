"""`cctl watch`: what agents do, as it happens, as the records that `cat` makes of a file.

First a snapshot, then every line that a transcript gains, with a session record wherever a session changes what it is
doing. A rule or a check that works on a file works here without a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.options import Size
from cctl.kit.select import select_options, selection
from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_ADDS = ("session", "turn", "message", "call", "result", "spend", "notice", "evidence", "heartbeat")
_COLUMNS = ("ts", "type", "session", "state", "change", "tool", "model", "prompt", "text")


@source("watch", adds=_ADDS, status=("timed_out", "no_input"), columns=_COLUMNS)
@click.option("--once", is_flag=True, help="Only the snapshot.")
@click.option("--until", metavar="STATE", help="End when a session gets into this state.")
@click.option("--timeout", metavar="TIME", default="", help="End after this time; with --until, status 124.")
@click.option("--every", metavar="TIME", default="", help="Tell all live sessions anew this often.")
@click.option("--heartbeat", metavar="TIME", default="", help="Show this often that the source is alive.")
@click.option("--recent", metavar="AGE", default="", help="Also sessions that wrote within this time (default: 15m).")
@click.option("--backfill", type=Size(), metavar="SIZE", help="Tell this much of live sessions again, marked as "
              "replayed (default: 256K).")  # fmt: skip
@click.option("--cursor", metavar="FILE", help="Go on from where the last run with this file ended.")
@click.option("--replay", multiple=True, metavar="FILE|DIR|SESSION", help="Play recorded transcripts instead.")
@click.option(
    "--speed", type=click.FloatRange(0), default=0.0, metavar="N", help="Times as fast as it was; 0: at once."
)
@click.option("--poll", is_flag=True, help="Look for changes instead of being told by the system.")
@select_options
def cli(run: Run, **options: Any) -> Iterator[Record]:
    """Follow all sessions as they happen.

    Writes a snapshot, then turns, calls, results and spend as they are written, `evidence` of processes, registries and
    hooks, and a full session record at each change of state (`change`: snapshot, appeared, a state, conflict, gone,
    beat). Linux tells of changes at once; on macOS `cctl[macos]` does; elsewhere files are looked at, those in use five
    times a second.

    \b
    Examples:
      cctl watch | cctl health | cctl act --dry-run
      cctl watch --until needs_input --timeout 1h && say "an agent waits"
      cctl watch --replay ~/.claude/projects/shop --speed 60 | cctl budget --limit session=5usd
    """
    from cctl.kit import watching  # noqa: PLC0415 -- not for `--help`

    wanted = selection(run, options)
    return watching.replayed(run, wanted, options) if options["replay"] else watching.live(run, wanted, options)
