"""How a run of a plan went."""

from __future__ import annotations

import pytest

from cctl.core.plan.board import Board
from cctl.core.plan.task import Plan, Task
from cctl.core.plan.verdict import verdict

PLAN = Plan((Task("a"), Task("b", depends_on=("a",)), Task("c", depends_on=("b",))))


def board(a: str, b: str = "completed", c: str = "completed", *, cause: str = "dependency") -> Board:
    found = Board(PLAN)
    for name, state in zip("abc", (a, b, c), strict=True):
        found.apply({"e": "done", "t": name, "to": state, "cause": cause if state == "skipped" else ""})
    return found


@pytest.mark.parametrize(
    ("known", "cause", "over", "found"),
    [
        (board("completed"), "", False, ("done", 0)),
        (board("failed"), "", False, ("done", 3)),
        (board("completed", "skipped", "skipped", cause="condition"), "", False, ("done", 0)),
        (board("failed", "skipped"), "", False, ("done", 3)),
        (board("needs_human", "pending"), "", False, ("blocked", 14)),
        (board("pending"), "", True, ("budget", 11)),
        (board("aborted"), "user", False, ("user", 130)),
        (board("failed", "aborted"), "signal", True, ("signal", 143)),
        (board("failed", "aborted"), "failure", False, ("failure", 3)),
    ],
)
def test_words_and_statuses(known: Board, cause: str, over: bool, found: tuple[str, int]) -> None:
    assert verdict(known, None, cause, over_budget=over) == found


def test_only_what_was_asked_for_counts() -> None:
    known = board("completed", "failed", "pending")
    assert verdict(known, {"a"}, "", over_budget=False) == ("done", 0)
    known.draining = True
    assert verdict(known, None, "", over_budget=False) == ("drained", 3)


def test_what_follows_a_condition_was_left_out_as_well() -> None:
    known = board("skipped", "skipped", "skipped")
    known.standings["a"].cause = "condition"
    assert verdict(known, None, "", over_budget=False) == ("done", 0)
