"""How a run of a plan went, as one word and as an exit status."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from cctl.core.plan.board import Board
from cctl.core.plan.schedule import unfinished
from cctl.records.exits import CODES, worst

_CAUSES: Final = {"user": "interrupted", "signal": "terminated", "budget": "over_budget"}


def verdict(board: Board, only: Collection[str] | None, cause: str, *, over_budget: bool) -> tuple[str, int]:
    """Why it ended, and the exit status; `cause` where it was stopped. What a condition left out is no failure."""
    states = [(name, each) for name, each in board.standings.items() if only is None or name in only]
    human = any(each.state == "needs_human" for _, each in states)
    left = unfinished(board, only)
    bad = [
        name for name, each in states if each.state in ("failed", "aborted", "skipped") and not _left_out(board, name)
    ]
    cause = cause or ("budget" if over_budget and left else "")
    cause = cause or ("drained" if board.draining and left else "blocked" if human or left else "done")
    codes = [CODES[_CAUSES[cause]]] if cause in _CAUSES else []
    codes += [CODES["needs_human"]] if human else []
    return cause, worst(*codes, CODES["partial"] if bad or left else 0)


def _left_out(board: Board, name: str) -> bool:
    """Whether a task was skipped by a condition, its own or that of one it waits for."""
    look, seen = [name], set[str]()
    while look:
        name = look.pop()
        standing = board.standings[name]
        if standing.state != "skipped" or name in seen:
            continue
        if standing.cause == "condition":
            return True
        seen.add(name)
        look += board.tasks[name].depends_on
    return False
