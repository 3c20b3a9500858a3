"""`cctl tasks approve`: accept what a task came to, though a judge or a limit did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("tasks approve", adds=("done",), status=("no_input", "partial"), columns=("target", "status", "reason"))
@click.argument("plan", metavar="PLAN")
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
def cli(run: Run, plan: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """Take tasks that need somebody for completed, as they are; without TASK, all of them.

    What waits for them is started by the running `tasks run`, or by `tasks run --resume`.

    \b
    Examples:
      cctl tasks approve plan.toml migrate
      cctl tasks show plan.toml | jq -r 'select(.state=="needs_human") | .task'
    """
    from cctl.kit.asks import asked  # noqa: PLC0415 -- not for `--help`

    return asked(run, "approve", plan, tasks)
