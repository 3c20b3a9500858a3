"""`cctl run ls`: the runs that are under way or over, as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


_COLUMNS = ("run", "name", "status", "cause", "exit", "cost_usd", "started", "duration_s", "argv")


@source("run ls", adds=("run",), columns=_COLUMNS)
@click.option("--status", "wanted", type=click.Choice(("running", "ended", "lost")), help="Only these.")
@click.option("--tag", metavar="TAG", default="", help="Only those with this tag.")
def cli(run: Run, wanted: str | None, tag: str) -> Iterator[Record]:
    """Show all runs, the oldest first; one whose keeper has died is `lost`.

    \b
    Examples:
      cctl run ls --format table
      cctl run ls --status running | jq -r .run
    """
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- not for `--help`

    for record in runs_of(run).all():
        if record["type"] == "error" or (
            wanted in (None, record["status"]) and (not tag or tag in record.get("tags", ()))
        ):
            yield record
