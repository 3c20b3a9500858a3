"""`cctl tasks plan`: what `tasks run` would do with a plan, task by task, without doing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


_COLUMNS = ("task", "todo", "state", "depends_on", "hash")


@source("tasks plan", adds=("task",), status=("bad_data", "no_input"), columns=_COLUMNS)
@click.argument("file", metavar="FILE")
@click.option("--cwd", metavar="DIR", default="", help="Folder that the tasks' folders count from (default: here).")
def cli(run: Run, file: str, cwd: str) -> Iterator[Record]:
    """Show each task in the order of its turn, with what `tasks run --resume` would do: run, reuse, resume, wait.

    A completed task is used again while its definition, those of all that it needs and its agent's version are the
    same. Nothing is started or written.

    \b
    Examples:
      cctl tasks plan plan.toml --format table
      cctl tasks plan plan.toml | jq -r 'select(.todo=="run") | .task'
    """
    from cctl.kit.plans import planned  # noqa: PLC0415 -- not for `--help`

    return planned(run, file, cwd)
