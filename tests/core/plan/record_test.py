"""Records of a plan."""

from __future__ import annotations

from cctl.core.plan import record
from cctl.core.plan.board import Board
from cctl.core.plan.task import Plan, Task

TS = "1970-01-01T00:00:01.000Z"


def test_an_end_is_an_attempt_and_a_task() -> None:
    board = Board(Plan((Task("a", "a", prompt="p", agent="claude"),)))
    intent = {"e": "intent", "t": "a", "n": 1, "at": 1000, "session": "s", "hash": "h"}
    end = {
        "e": "ended",
        "t": "a",
        "n": 1,
        "at": 1000,
        "to": "completed",
        "how": "child",
        "code": 0,
        "nano": 5,
        "s": 1.0,
    }
    board.apply(intent)
    (running,) = record.told(board, "p", intent, "/f")
    assert (running["type"], running["state"], running["session"], running["ts"]) == ("task", "running", "s", TS)
    board.apply(end)
    attempt, task = record.told(board, "p", end, "/f")
    assert (attempt["attempt"], attempt["cause"], attempt["cost_usd"]) == (1, "child", 5e-9)
    assert attempt["output"] == {"stdout": "/f/a@1.out", "stderr": "/f/a@1.err"}
    assert (task["state"], task["cost_usd"], task["exit_code"]) == ("completed", 5e-9, 0)
    assert [*record.told(board, "p", {"e": "ended", "t": "gone"}, "/f")] == []


def test_the_whole() -> None:
    board = Board(Plan((Task("a"), Task("b")), budget_usd=3.0))
    found = record.plan(board, "p", TS, {"path": "/x"}, "planned")
    assert (found["counts"], found["budget_usd"], found["path"]) == ({"pending": 2}, 3.0, "/x")
    assert "cost_usd" not in found
    board.apply({"e": "end", "at": 1000, "exit": 3, "cause": "done"})
    assert record.plan(board, "p", TS, {}, "ended")["exit"] == 3
