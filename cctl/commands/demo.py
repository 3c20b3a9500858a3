"""`cctl demo`: a small built-in fleet through the real commands, for somebody who has no agent running yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("demo")
@click.option("--json", "as_records", is_flag=True, help="The records of the pipeline as they come, for pipes.")
@click.option("--seconds", type=click.FloatRange(2, 60), default=9.0, show_default=True, help="How long to watch.")
def cli(run: Run, as_records: bool, seconds: float) -> int:
    """Show the main job in ten seconds: five agents, one loops, one burns money, one is about to do harm.

    Invented transcripts grow in a temporary folder and the real commands watch them: `watch`, `health`, `rules eval`,
    then `stats` and `gate`. Nothing of yours is read or written.

    \b
    Examples:
      cctl demo
      cctl demo --json | jq -r 'select(.type=="finding") | .check'
    """
    from cctl.kit.stage import show  # noqa: PLC0415 -- not for `--help`

    return show(run, as_records=as_records, seconds=seconds)
