"""`cctl tasks validate`: everything that is wrong with a plan, at once, before anything is started."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("tasks validate", adds=("plan",), status=("bad_data", "no_input"), columns=("type", "code", "message", "tasks"))
@click.argument("file", metavar="FILE")
def cli(run: Run, file: str) -> Iterator[Record]:
    """Check the plan in FILE (`-`: standard input): one `error` record for each mistake, and 65 if there is any.

    Keys that aren't known, names that are unsafe or stand twice, tasks that wait for each other, references and
    conditions about tasks that aren't waited for, references inside a shell's script.

    \b
    Examples:
      cctl tasks validate plan.toml
      cctl tasks validate tasks.json | jq -r 'select(.type=="error") | .message'
    """
    from cctl.kit.plans import validated  # noqa: PLC0415 -- not for `--help`

    return validated(run, file)
