"""`cctl tasks run`: carry out a plan of tasks, agents and commands, and go on with it after whatever happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.verb import service
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_STATUS = ("partial", "needs_human", "over_budget", "bad_data", "locked", "no_input", "cannot_write", "interrupted",
           "terminated")  # fmt: skip
_COLUMNS = ("type", "task", "state", "cause", "attempt", "exit_code", "cost_usd", "duration_s")


@service("tasks run", adds=("plan", "task", "attempt", "end"), status=_STATUS, columns=_COLUMNS, live=True)
@click.argument("file", metavar="FILE")
@click.option("--resume", is_flag=True, help="Go on: what is completed and unchanged is kept, what runs is waited for.")
@click.option("-j", "--max-parallel", type=click.IntRange(1, 1000), metavar="N", help="Most attempts side by side.")
@click.option("--max-usd", type=click.FloatRange(0, min_open=True), metavar="USD", help="Most that this run may cost.")
@click.option("--only", multiple=True, metavar="TASK", help="Only these tasks; what they need must be completed.")
@click.option("--from", "since", multiple=True, metavar="TASK", help="These and all that wait for them once more.")
@click.option("--cwd", metavar="DIR", default="", help="Folder that the tasks' folders count from (default: here).")
@click.option("--between", metavar="HH:MM-HH:MM", default="", help="Start tasks only in these hours of the day.")
@click.option("--idle-after", metavar="TIME", default="", help="Start tasks only when nobody has worked for so long.")
@click.option("--report", metavar="FILE", default="", help="At the end, write a page for the morning (Markdown).")
def cli(run: Run, file: str, between: str, idle_after: str, **asked: Any) -> Iterator[Record]:
    """Carry out the plan in FILE (`-`: standard input): agents and commands, each when what it needs is completed.

    JSON as {"tasks": [...]}, TOML with [[task]], or `plan` and `task` records. Of a plan: max_parallel, budget_usd,
    retries, on_failure (skip, continue, abort). Of a task: name, prompt or command, agent, cwd, depends_on, when,
    retries, timeout, budget_usd, model, permission_mode, allowed_tools, env, resume, worktree, outputs, verify,
    protected, idempotent, matrix. `{{TASK.stdout}}`, result, json.PATH, file:NAME, exit_code and session_id put in what
    another task came to, in prompts between marks as data.

    Agents run under `cctl run`: their spend is exact and their limits hold though this command dies. Each step is in
    a journal before it is taken: after a crash `--resume` takes up what runs and starts nothing twice. Verifiers (run,
    brain, agent) judge a clean copy of what an attempt left; what fails goes back to the agent, then to you.

    \b
    Examples:
      cctl tasks run plan.toml -j 4 --max-usd 20
      cctl tasks run plan.toml --resume
      cctl tasks run night.toml --between 22:00-06:00 --idle-after 30m --report morning.md
    """
    from cctl.kit.nights import Gate  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.planning import Asked, tasks_run  # noqa: PLC0415 -- see above

    return tasks_run(run, file, Asked(**asked, gate=Gate(run, between, idle_after)))
