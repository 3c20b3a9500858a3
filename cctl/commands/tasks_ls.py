"""`cctl tasks ls`: the plans that were ever run, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


_COLUMNS = ("plan", "status", "name", "path", "counts", "cost_usd", "exit")


@source("tasks ls", adds=("plan",), columns=_COLUMNS)
def cli(run: Run) -> Iterator[Record]:
    """Show every plan that was run: whether it runs, how many tasks are in each state, what it has cost.

    \b
    Examples:
      cctl tasks ls --format table
      cctl tasks ls | jq -r 'select(.status=="interrupted") | .path'
    """
    from cctl.kit.plans import listed  # noqa: PLC0415 -- not for `--help`

    return listed(run)
