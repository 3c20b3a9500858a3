"""`cctl run show`: runs as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("run show", adds=("run",), status=("no_input",), columns=("run", "status", "cause", "exit", "cost_usd"))
@click.argument("names", nargs=-1, metavar="[RUN]...")
def cli(run: Run, names: tuple[str, ...]) -> Iterator[Record]:
    """Show runs, by their id, either end of it, or their name; without any, the latest.

    \b
    Examples:
      cctl run show nightly
      cctl run show 8948c843f1e5
    """
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- not for `--help`

    runs = runs_of(run)
    for name in names or runs.ids()[-1:]:
        yield runs.find(name)
