"""`cctl tasks show`: one plan with its tasks and their attempts, as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


_COLUMNS = ("type", "task", "state", "cause", "attempts", "attempt", "exit_code", "cost_usd", "message")


@source("tasks show", adds=("plan", "task", "attempt"), status=("no_input",), columns=_COLUMNS)
@click.argument("plan", default="", metavar="[PLAN]")
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
def cli(run: Run, plan: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """Show a plan, by its file, its name or the beginning of its id: the whole, each task, each attempt at its end.

    Without PLAN, every plan.

    \b
    Examples:
      cctl tasks show plan.toml --format table
      cctl tasks show plan.toml | jq -r 'select(.state=="needs_human") | .task + ": " + .message'
    """
    from cctl.kit.plans import shown  # noqa: PLC0415 -- not for `--help`

    return shown(run, plan, tasks)
