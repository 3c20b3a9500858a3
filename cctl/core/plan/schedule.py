"""What to do next: which tasks may be started, which never will, and when there is nothing left to do.

Pure: it looks at the board, at what may run side by side and at the money, and answers with names; whoever asks writes
the intents down and starts what they say.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection

from cctl.core.plan.board import NANO, Board
from cctl.core.plan.condition import Condition
from cctl.core.plan.task import OVER
from cctl.records.named import NamedTuple

_START = frozenset(("pending", "ready", "retrying"))


class Skip(NamedTuple):
    """A task that won't be done."""

    name: str
    state: str
    cause: str
    message: str


class Start(NamedTuple):
    """A task to be started now."""

    name: str
    reserve: int  # nano-dollars that it may use, 0 for no limit


class Scheduler:
    """Decides over one board."""

    def __init__(self, board: Board, *, slots: int, cap_nano: int | None, only: Collection[str] | None = None) -> None:
        self._board, self._slots, self._cap = board, slots, cap_nano
        self._only = only
        self._ready: list[int] = []
        self._queued: set[str] = set()
        self._conditions = {task.name: Condition(task.when, board.tasks) for task in board.plan.tasks if task.when}
        self._names = [task.name for task in board.plan.tasks]
        self.over_budget = False
        self.stopping = ""

    def look(self) -> list[Skip]:
        """Take in what changed; the tasks that can't be done any more, in waves until nothing follows."""
        skips: list[Skip] = []
        board = self._board
        look, board.changed = set(board.changed), set()
        for name in list(look):
            look |= set(board.waiting.get(name, ()))
        for name in sorted(look, key=board.index.__getitem__):
            standing = board.standings[name]
            if standing.state not in _START or (self._only is not None and name not in self._only):
                continue
            if (skip := self._skip(name)) is not None:
                skips.append(skip)
            elif self._may(name) and name not in self._queued:
                self._queued.add(name)
                heapq.heappush(self._ready, board.index[name])
                if standing.state == "pending":
                    standing.state = "ready"
        return skips

    def starts(self, resting: Collection[str] = (), *, ahead: int = 0) -> list[Start]:
        """Tasks to be started now, in the order of the file; `resting` ones wait a moment before their next attempt.

        `ahead`: light ones may be told of so many times the slots before their turn; whoever starts them keeps count.
        """
        board = self._board
        if self.stopping or board.draining:
            return []
        found: list[Start] = []
        later: list[int] = []
        busy = board.busy
        while self._ready:
            at = heapq.heappop(self._ready)
            name = self._names[at]
            if board.standings[name].state not in _START:
                self._queued.discard(name)
                continue
            room = self._slots * (1 + ahead) if board.tasks[name].light else self._slots
            reserve = self._reserve(name, max(self._slots - busy, 1)) if busy < room and name not in resting else None
            if reserve is None:
                later.append(at)
                if busy >= room:
                    break  # nobody overtakes
                continue
            self._queued.discard(name)
            board.standings[name].reserve = reserve
            found.append(Start(name, reserve))
            busy += 1
        for at in later:
            heapq.heappush(self._ready, at)
        return found

    def room(self, name: str) -> int | None:
        """What a judge of a task may cost: what is left of the task's budget and of the plan's, None for no limit."""
        standing, task = self._board.standings[name], self._board.tasks[name]
        found = [] if task.budget_usd is None else [round(task.budget_usd * NANO) - standing.nano]
        found += [] if self._cap is None else [self._cap - self._board.spent() + standing.reserve]
        return min(found, default=None)

    def left(self, name: str, nano: int) -> bool:
        """Whether the plan has money that nobody holds, once `name` has paid so much and gives back what it held."""
        if self._cap is None:
            return False
        return self._cap - self._board.spent() + self._board.standings[name].reserve - nano > 0

    def waiting(self) -> bool:
        """Whether something could still be started."""
        return bool(self._ready) and not self.stopping and not self._board.draining

    def _reserve(self, name: str, free: int) -> int | None:
        """What the next attempt may pay, None when there is nothing left for it."""
        board, task = self._board, self._board.tasks[name]
        if not task.agent:
            return 0
        own = None if task.budget_usd is None else round(task.budget_usd * NANO) - board.standings[name].nano
        if self._cap is None:
            return max(own, 1) if own is not None else 0
        left = self._cap - board.spent()
        share = left // max(min(free, 1 + len(self._ready)), 1) if own is None else own
        if left <= 0 or share <= 0 or (own is not None and own > left and self._paying()):
            self.over_budget = left <= 0 and not self._paying()
            return None
        return min(share, left)

    def _paying(self) -> bool:
        """Whether some attempt holds money that it may give back."""
        return any(each.reserve for each in self._board.standings.values())

    def _may(self, name: str) -> bool:
        board, asked = self._board, self._asked(name)
        return all(board.satisfied(name, need, asked) for need in board.tasks[name].depends_on)

    def _asked(self, name: str) -> frozenset[str]:
        condition = self._conditions.get(name)
        return frozenset(condition.names) if condition else frozenset()

    def _skip(self, name: str) -> Skip | None:
        board, task, asked = self._board, self._board.tasks[name], self._asked(name)
        if self.stopping:
            return None
        if task.peer:
            return Skip(name, "skipped", "peer", f"it is for the peer {task.peer}, and is not run here")
        answers = {need: board.satisfied(name, need, asked) for need in task.depends_on}
        if bad := [need for need, answer in answers.items() if answer is False]:
            return Skip(name, "skipped", "dependency", _because(bad[0], board.standings[bad[0]].state))
        condition = self._conditions.get(name)
        if condition and all(answers.values()) and board.standings[name].state != "retrying":
            outcomes = {need: board.standings[need].outcome() for need in task.depends_on}
            if not condition.holds(outcomes):
                return Skip(name, "skipped", "condition", f"`{task.when}` doesn't hold")
        return None


def _because(need: str, state: str) -> str:
    return f"{need} failed" if state == "failed" else f"{need} was {state}"


def unfinished(board: Board, only: Collection[str] | None) -> list[str]:
    """Tasks that were wanted and are not over."""
    return [name for name, each in board.standings.items() if each.state not in OVER and (only is None or name in only)]
