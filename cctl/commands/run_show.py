"""`cctl run show`: one run as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("run show", adds=("run",), status=("no_input",), columns=("run", "status", "cause", "exit", "cost_usd"))
@click.argument("name", metavar="RUN")
def cli(run: Run, name: str) -> Iterator[Record]:
    """Show one run, by its id, either end of it, or its name.

    \b
    Examples:
      cctl run show nightly
      cctl run show 8948c843f1e5
    """
    from cctl.kit.running import runs_of  # noqa: PLC0415 -- not for `--help`

    yield runs_of(run).find(name)
