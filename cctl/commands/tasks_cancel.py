"""`cctl tasks cancel`: end tasks, or take them out of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("tasks cancel", adds=("done",), status=("no_input", "partial"), columns=("target", "status", "reason"))
@click.argument("plan", metavar="PLAN")
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
def cli(run: Run, plan: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """End tasks that run and leave out those to come; without TASK, all that are not over.

    Of a plan whose `tasks run` was killed, what it left running is ended from here.

    \b
    Examples:
      cctl tasks cancel plan.toml migrate
      cctl tasks cancel plan.toml
    """
    from cctl.kit.asks import asked  # noqa: PLC0415 -- not for `--help`

    return asked(run, "cancel", plan, tasks)
