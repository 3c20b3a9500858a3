"""Having an attempt judged: one verifier after the other, and what follows when all have spoken."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.plan.policy import judged, pause_s
from cctl.host.plan.hands import Attempt

if TYPE_CHECKING:
    from cctl.host.plan.engine import Engine, Running


def judge(engine: Engine, attempt: Attempt) -> None:
    """Begin to judge an attempt."""
    from cctl.host.plan.engine import Running  # noqa: PLC0415 -- the two know each other

    running = Running(attempt)
    running.judging = judging = engine.hands.checks(attempt)
    engine.running[f"{attempt.key}."] = running
    engine.job(judging.begin, lambda _none: next_check(engine, running), attempt)


def next_check(engine: Engine, running: Running) -> None:
    """The next verifier, or the end of it."""
    judging = running.judging
    assert judging is not None
    following = None if engine.cause or running.attempt.standing.requests else judging.next()
    if callable(following):

        def heard(check: Mapping[str, Any]) -> None:
            judging.told(check)
            next_check(engine, running)

        engine.job(following, heard, running.attempt)
    elif following is not None:
        running.identity = None
        engine.running[str(following["k"])] = running
        engine.orders.append(following | {"now": True})
    else:
        engine.job(judging.end, lambda found: _judged(engine, running, *found), running.attempt)


def _judged(engine: Engine, running: Running, checks: list[Mapping[str, Any]], nano: int) -> None:
    attempt = running.attempt
    engine.running.pop(f"{attempt.key}.", None)
    event: dict[str, Any] = {"e": "judged", "t": attempt.task.name, "n": attempt.number, "checks": checks}
    event |= {"nano": nano} if nano else {}
    if engine.cause and not attempt.standing.requests:
        engine.put_off += 1  # its work is done, and is not to be done again because nobody had the time to judge it
        return
    then = judged(attempt.task, attempt.standing, checks)
    engine.tell(event | {"to": then.state, "cause": then.cause})
    if then.state == "retrying":
        engine.resting[attempt.task.name] = time.monotonic() + pause_s(attempt.standing, engine.terms.retry_s)
