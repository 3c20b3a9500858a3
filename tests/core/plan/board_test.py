"""The fold of a journal."""

from __future__ import annotations

from typing import Any

from cctl.core.plan.board import Board
from cctl.core.plan.task import Plan, Task

PLAN = Plan((Task("a", command=("true",)), Task("b", prompt="p", agent="claude", depends_on=("a",))))


def board(*events: dict[str, Any]) -> Board:
    found = Board(PLAN)
    for event in ({"e": "begin", "gen": 1, "fresh": True}, *events):
        found.apply(event)
    return found


def intent(name: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"e": "intent", "t": name, "n": number, "hash": "h", "minder": "m", "at": 5, **more}


def ended(name: str, to: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"e": "ended", "t": name, "n": number, "to": to, "s": 1.5, **more}


def test_an_attempt_from_its_intent_to_its_end() -> None:
    found = board(intent("b", session="s", reserve=100))
    b = found.standings["b"]
    assert (b.state, b.session, b.reserve, b.hash, found.busy, found.spent()) == ("running", "s", 100, "h", 1, 100)
    found.apply(ended("b", "completed", code=0, nano=40, commit="c"))
    assert (b.state, b.nano, b.reserve, b.commit, found.busy, found.spent()) == ("completed", 40, 0, "c", 0, 40)
    assert found.counts() == {"completed": 1, "pending": 1}
    assert b.outcome() == {"state": "completed", "attempts": 1, "cost_usd": 4e-8, "duration_s": 1.5, "exit_code": 0}


def test_judges_speak_after_the_end() -> None:
    check = {"kind": "run", "passed": False}
    judged = {"e": "judged", "t": "b", "n": 1, "to": "needs_human", "nano": 7, "checks": [check], "cause": "check"}
    found = board(intent("b"), ended("b", "verifying"), judged)
    b = found.standings["b"]
    assert (b.state, b.cause, b.checks, b.nano, found.busy) == ("needs_human", "check", (check,), 7, 0)


def test_what_humans_ask() -> None:
    def asked(do: str) -> dict[str, Any]:
        return {"e": "human", "t": "b", "do": do}

    waits = (intent("b"), ended("b", "needs_human"))
    assert board(*waits, asked("approve")).standings["b"].state == "completed"
    retried = board(*waits, asked("retry")).standings["b"]
    assert (retried.state, retried.extra) == ("retrying", 1)
    assert board(*waits, asked("cancel")).standings["b"].state == "aborted"
    assert board(intent("b"), asked("approve")).standings["b"].state == "running"
    assert board(intent("b"), asked("cancel")).standings["b"].requests == "cancel"
    assert board(asked("approve")).standings["b"].state == "pending"
    assert board(intent("b"), ended("b", "completed"), asked("cancel")).standings["b"].state == "completed"


def test_a_reset_forgets_all_but_money_and_numbers() -> None:
    found = board(intent("b", 2), ended("b", "failed", 2, nano=9), {"e": "reset", "tasks": ["b", "gone"]})
    b = found.standings["b"]
    assert (b.state, b.attempts, b.free, b.nano, found.past_nano, found.spent()) == ("pending", 2, 2, 0, 9, 9)


def test_a_fresh_beginning_forgets_everything() -> None:
    found = board(intent("b"), ended("b", "completed"), {"e": "end", "exit": 0}, {"e": "drain", "on": True})
    assert (found.ended is not None, found.draining) == (True, True)
    found.apply({"e": "begin", "gen": 1, "fresh": False})
    assert (found.ended, found.draining, found.standings["b"].state) == (None, False, "completed")
    found.apply({"e": "begin", "gen": 2, "fresh": True})
    assert (found.standings["b"].state, found.generation) == ("pending", 2)


def test_who_may_begin() -> None:
    found = board()
    assert found.satisfied("b", "a", frozenset()) is None
    found.apply(intent("a"))
    found.apply(ended("a", "failed"))
    assert found.satisfied("b", "a", frozenset()) is False
    assert found.satisfied("b", "a", frozenset(("a",))) is True
    on = Board(Plan((PLAN.tasks[0]._replace(on_failure="continue"), PLAN.tasks[1])))
    for event in (intent("a"), ended("a", "failed")):
        on.apply(event)
    assert on.satisfied("b", "a", frozenset()) is True


def test_strange_events_change_nothing() -> None:
    found = board(
        {"e": "intent", "t": "gone", "n": 1}, {"e": "news", "t": "a"}, {}, {"e": "done", "t": "a", "to": "skipped"}
    )
    assert found.counts() == {"pending": 1, "skipped": 1}
