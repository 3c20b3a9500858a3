"""`cctl tasks logs`: what an attempt wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("tasks logs")
@click.argument("plan", metavar="PLAN")
@click.argument("task", metavar="TASK")
@click.option("-f", "--follow", is_flag=True, help="Go on until the attempt has ended.")
@click.option("--attempt", type=click.IntRange(1), metavar="N", help="Which attempt (default: the latest).")
@click.option("--stderr", "err", is_flag=True, help="Its standard error instead of its output.")
def cli(run: Run, plan: str, task: str, follow: bool, attempt: int | None, err: bool) -> int:
    """Write what an attempt at a task wrote; of an agent, the records of its run.

    \b
    Examples:
      cctl tasks logs plan.toml build -f
      cctl tasks logs plan.toml review | jq -r 'select(.type=="message") | .text'
    """
    from cctl.kit.plans import logged  # noqa: PLC0415 -- not for `--help`

    return logged(run, plan, task, attempt=attempt or 0, err=err, follow=follow)
