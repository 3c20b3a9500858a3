"""What follows from an outcome."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.plan.board import Standing
from cctl.core.plan.policy import Conclusion, Outcome, concluded, ended, judged, pause_s
from cctl.core.plan.task import Task, Verifier

COMMAND, AGENT = Task("a", command=("true",)), Task("a", prompt="p", agent="claude")


def after(task: Task, outcome: Outcome, *, stopping: bool = False, left: bool = False, **more: Any) -> tuple[str, str]:
    standing = Standing()
    standing.attempts = 1
    for name, value in more.items():
        setattr(standing, name, value)
    found = concluded(task, standing, outcome, stopping=stopping, plan_left=left)
    return found.state, found.cause


BAD = Outcome("child", 1)


def test_well() -> None:
    good = Outcome("child", 0)
    assert after(COMMAND, good) == ("completed", "")
    assert after(COMMAND._replace(verify=(Verifier("run"),)), good) == ("verifying", "")
    assert after(COMMAND._replace(protected=("x",)), good) == ("verifying", "")
    assert after(COMMAND, good, requests="cancel") == ("aborted", "cancelled")


def test_badly() -> None:
    assert after(COMMAND, BAD) == ("failed", "exit")
    assert after(COMMAND._replace(retries=1), BAD) == ("retrying", "exit")
    assert after(COMMAND._replace(retries=1), BAD, attempts=2) == ("failed", "exit")
    assert after(COMMAND._replace(retries=1), BAD, attempts=2, free=1) == ("retrying", "exit")
    assert after(COMMAND, BAD, attempts=1, extra=1) == ("retrying", "exit")
    assert after(COMMAND, Outcome("child", signal=9)) == ("failed", "signal")
    assert after(COMMAND, Outcome("timeout", signal=15)) == ("failed", "timeout")
    assert after(COMMAND, Outcome("outputs", 0)) == ("failed", "outputs")


def test_what_was_lost_is_run_again_unless_it_must_not_be() -> None:
    lost = Outcome("lost")
    assert after(COMMAND, lost) == ("retrying", "lost")
    assert after(COMMAND._replace(idempotent=False), lost) == ("needs_human", "lost")
    assert after(AGENT._replace(idempotent=False), lost) == ("retrying", "lost")


def test_what_was_stopped_does_not_count() -> None:
    standing = Standing()
    assert concluded(COMMAND, standing, BAD, stopping=True, plan_left=False) == Conclusion("aborted", "stopped", True)
    assert after(COMMAND, Outcome("signal", signal=15)) == ("retrying", "stopped")


def test_money() -> None:
    spent = Outcome("budget", 11, nano=5)
    assert after(AGENT._replace(budget_usd=1.0), spent) == ("needs_human", "budget")
    assert after(AGENT, spent, left=True) == ("retrying", "share")
    assert after(AGENT, spent) == ("needs_human", "budget")
    assert after(AGENT._replace(budget_usd=1.0, retries=3), Outcome("child", 1, nano=10**9)) == (
        "needs_human",
        "budget",
    )


def test_full_contexts_are_taken_over_but_not_for_ever() -> None:
    assert after(AGENT, Outcome("context", 10)) == ("retrying", "handover")
    assert after(AGENT, Outcome("context", 10), free=8) == ("needs_human", "handovers")


@pytest.mark.parametrize("checks", [[{"passed": False}], [{"passed": None}], [{}], [{"passed": "yes"}]])
def test_judges_that_say_nothing_let_nothing_through(checks: list[dict[str, Any]]) -> None:
    standing = Standing()
    standing.attempts = 1
    assert judged(AGENT, standing, checks) == Conclusion("needs_human", "check")
    assert judged(AGENT._replace(retries=1), standing, checks) == Conclusion("retrying", "check")
    assert judged(AGENT, standing, [{"passed": True}]) == Conclusion("completed", "verified")
    standing.requests = "cancel"
    assert judged(AGENT, standing, checks).state == "aborted"


def test_pauses_grow_to_three_times() -> None:
    standing = Standing()
    found = []
    for standing.attempts in range(5):
        found.append(pause_s(standing, 2.0))
    assert found == [2.0, 2.0, 4.0, 6.0, 6.0]


def test_an_end_is_written_down_with_what_follows() -> None:
    found = ended("a", 2, Outcome("child", 0, seconds=1.5, nano=3), Conclusion("completed", ""))
    assert found == {"e": "ended", "t": "a", "n": 2, "to": "completed", "how": "child", "s": 1.5, "code": 0, "nano": 3}
    assert "code" not in ended("a", 2, Outcome("lost"), Conclusion("retrying", "lost", True))
