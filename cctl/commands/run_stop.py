"""`cctl run stop`: end a run by its keeper, which keeps the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("run stop", adds=("done",), status=("no_input", "partial"), columns=("target", "status", "reason"))
@click.argument("name", metavar="RUN")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be ended.")
def cli(run: Run, name: str, dry_run: bool) -> Iterator[Record]:
    """End a run with its whole process tree: its keeper does it, and it ends with 143.

    Of a run whose keeper has died, the command is ended from here.

    \b
    Examples:
      cctl run stop nightly
      cctl run stop 8948c843f1e5 --dry-run
    """
    from cctl.kit.following import stopped  # noqa: PLC0415 -- not for `--help`

    yield stopped(run, name, dry=dry_run)
