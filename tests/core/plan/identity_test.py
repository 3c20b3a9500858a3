"""What a task is."""

from __future__ import annotations

from typing import Any

from cctl.core.plan.identity import hashes
from cctl.core.plan.task import Plan, Task


def of(versions: dict[str, str] | None = None, cwd: str = "/x", **more: Any) -> dict[str, str]:
    first = Task("a", prompt="p", agent="claude")._replace(**more)
    return hashes(Plan((first, Task("b", command=("true",), depends_on=("a",)))), cwd, versions or {"claude": "1"})


def test_limits_change_nothing() -> None:
    assert of() == of(retries=3, timeout_s=5.0, budget_usd=1.0, on_failure="abort", slug="other")


def test_all_else_does_and_so_do_the_tasks_that_wait() -> None:
    for other in (of(prompt="q"), of(model="m"), of({"claude": "2"}), of(cwd="/y"), of(worktree=True)):
        assert other["a"] != of()["a"]
        assert other["b"] != of()["b"]


def test_a_task_alone_changes_only_itself_and_below() -> None:
    plan = Plan((Task("a", command=("x",)), Task("b", command=("true",))))
    other = Plan((Task("a", command=("y",)), Task("b", command=("true",))))
    assert hashes(plan, "/", {})["b"] == hashes(other, "/", {})["b"]
