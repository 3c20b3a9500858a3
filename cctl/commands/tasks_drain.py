"""`cctl tasks drain`: let a running plan end with what runs now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("tasks drain", adds=("done",), status=("no_input",), columns=("target", "status", "reason"))
@click.argument("plan", metavar="PLAN")
@click.option("--off", is_flag=True, help="Start tasks again.")
def cli(run: Run, plan: str, off: bool) -> Iterator[Record]:
    """Have a running `tasks run` start nothing more and end when what runs has ended; --resume goes on later.

    \b
    Examples:
      cctl tasks drain plan.toml
      cctl tasks drain plan.toml --off
    """
    from cctl.kit.asks import drained  # noqa: PLC0415 -- not for `--help`

    yield drained(run, plan, off=off)
