"""`cctl tasks graph`: who waits for whom, as text or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("tasks graph")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write a picture (.svg) instead of text.")
def cli(run: Run, file: str, output: str) -> int:
    """Draw the graph of the plan in FILE, with how far each task is.

    Marks: · to come, ▶ running, ? being judged, ↻ to be tried again, ✓ completed, ✗ failed, ! needs you, - skipped,
    × aborted. The picture needs nothing from elsewhere: no script, no font, no link.

    \b
    Examples:
      cctl tasks graph plan.toml
      cctl tasks graph plan.toml -o plan.svg
    """
    from cctl.kit.plans import graph  # noqa: PLC0415 -- not for `--help`

    return graph(run, file, output)
