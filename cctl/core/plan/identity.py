"""What a task is, as a hash: a finished one is used again only while nothing that made its result has changed.

Limits are left out. Whoever raises a time-out or a budget to get one task through doesn't want the others done again,
and no limit changes what a task that ended within it came to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cctl.core.digest import digest
from cctl.core.plan.graph import order
from cctl.core.plan.task import Plan, Task

_LIMITS: Final = frozenset(("name", "slug", "retries", "timeout_s", "budget_usd", "on_failure", "depends_on", "peer"))


def hashes(plan: Plan, cwd: str, versions: Mapping[str, str]) -> dict[str, str]:
    """The hash of each task: its definition, where it is done, the version of its agent, and those of all it needs."""
    tasks = plan.by_name()
    found: dict[str, str] = {}
    for name in order({task.name: task.depends_on for task in plan.tasks}):
        task = tasks[name]
        own = {field: value for field, value in _said(task).items() if field not in _LIMITS}
        needs = sorted((need, found[need]) for need in task.depends_on)
        found[name] = digest([name, own, cwd, versions.get(task.agent, ""), needs])
    return found


def _said(task: Task) -> dict[str, object]:
    """Its fields without those that hold what holds anyway, so that a new field changes no hash."""
    default = Task("")
    return {field: value for field, value, usual in zip(task._fields, task, default, strict=True) if value != usual}
