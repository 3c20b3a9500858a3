"""`cctl tasks retry`: have tasks tried once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("tasks retry", adds=("done",), status=("no_input", "partial"), columns=("target", "status", "reason"))
@click.argument("plan", metavar="PLAN")
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
def cli(run: Run, plan: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """Give tasks another attempt; without TASK, all that need somebody or did not come to a good end.

    An agent goes on with its session. What was made from a task's earlier result stays; `tasks run --from TASK` does it
    anew as well.

    \b
    Examples:
      cctl tasks retry plan.toml migrate
      cctl tasks retry plan.toml && cctl tasks run plan.toml --resume
    """
    from cctl.kit.asks import asked  # noqa: PLC0415 -- not for `--help`

    return asked(run, "retry", plan, tasks)
