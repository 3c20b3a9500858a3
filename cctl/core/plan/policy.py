"""What follows from an outcome: on with it, once more, a human, or the end; decided once and then written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cctl.core.plan.board import NANO, Standing
from cctl.core.plan.task import State, Task
from cctl.records.named import NamedTuple

HANDOVERS: Final = 8
"""Fresh sessions that a task may get because the one before was full; its budget is the same over all of them."""


class Outcome(NamedTuple):
    """How an attempt ended, before anybody has drawn a conclusion."""

    cause: str  # child, timeout, budget, context, signal, lost, failed, outputs
    code: int | None = None
    signal: int = 0
    seconds: float = 0.0
    nano: int = 0
    session: str = ""
    message: str = ""
    left: tuple[Mapping[str, Any], ...] = ()  # processes that live on
    commit: str = ""

    @property
    def good(self) -> bool:
        """Whether it ended by itself and well."""
        return self.cause == "child" and self.code == 0


class Conclusion(NamedTuple):
    """What the task is now, and whether the attempt counts."""

    state: State
    cause: str
    free: bool = False


def concluded(task: Task, standing: Standing, outcome: Outcome, *, stopping: bool, plan_left: bool) -> Conclusion:
    """After an attempt. `stopping`: the whole plan is; `plan_left`: the plan has money that nobody holds."""
    if standing.requests == "cancel":
        return Conclusion("aborted", "cancelled")
    if outcome.good:
        return Conclusion("verifying" if task.verify or task.protected else "completed", "")
    if stopping:
        return Conclusion("aborted", "stopped", free=True)
    if outcome.cause == "signal":  # an earlier `tasks run` ended it on its own way out
        return Conclusion("retrying", "stopped", free=True)
    if outcome.cause == "lost":
        if task.command and not task.idempotent:
            return Conclusion("needs_human", "lost")
        return Conclusion("retrying", "lost", free=True)
    if outcome.cause == "context":
        more = standing.free < HANDOVERS
        return Conclusion("retrying", "handover", free=True) if more else Conclusion("needs_human", "handovers")
    if outcome.cause == "budget":
        if task.budget_usd is None and plan_left:
            return Conclusion("retrying", "share", free=True)
        return Conclusion("needs_human", "budget")
    cause = outcome.cause if outcome.cause != "child" else "signal" if outcome.signal else "exit"
    if not _more(task, standing):
        return Conclusion("failed", cause)
    return (
        Conclusion("needs_human", "budget") if _spent(task, standing, outcome.nano) else Conclusion("retrying", cause)
    )


def ended(name: str, number: int, outcome: Outcome, then: Conclusion) -> dict[str, Any]:
    """The event of an attempt's end."""
    event: dict[str, Any] = {"e": "ended", "t": name, "n": number, "to": then.state, "how": outcome.cause}
    event |= {"s": outcome.seconds} | ({"code": outcome.code} if outcome.code is not None else {})
    more = {"cause": then.cause, "signal": outcome.signal, "nano": outcome.nano, "session": outcome.session}
    more |= {"free": then.free, "message": outcome.message, "left": [*outcome.left], "commit": outcome.commit}
    return event | {field: value for field, value in more.items() if value}


def judged(task: Task, standing: Standing, checks: Sequence[Mapping[str, Any]]) -> Conclusion:
    """After the verifiers have spoken; none that failed or said nothing lets an attempt through."""
    if standing.requests == "cancel":
        return Conclusion("aborted", "cancelled")
    if all(check.get("passed") is True for check in checks):
        return Conclusion("completed", "verified")
    more = _more(task, standing) and not _spent(task, standing, 0)
    return Conclusion("retrying" if more else "needs_human", "check")


def _spent(task: Task, standing: Standing, nano: int) -> bool:
    """Whether nothing is left of the task's own budget."""
    return task.budget_usd is not None and standing.nano + nano >= round(task.budget_usd * NANO)


def _more(task: Task, standing: Standing) -> bool:
    """Whether another attempt is allowed after the running one."""
    return standing.attempts - standing.free < 1 + task.retries + standing.extra


def pause_s(standing: Standing, base_s: float) -> float:
    """Wait before the next attempt: longer with each, up to three times the first."""
    return min(max(standing.attempts - standing.free, 1), 3) * base_s
