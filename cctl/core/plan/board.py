"""Where every task of a plan stands: the fold of its journal, nothing else, so that a crash forgets nothing.

What follows from an outcome is decided once and written down with it (`to`); reading a journal again decides nothing
anew. Events, each with `e` and `at` (epoch milliseconds):

* `begin` a `tasks run`: {v, gen, fresh, pid}; `reset` {tasks, why}; `end` {exit, cause}
* `intent` {t, n, hash, minder, session?, goes_on?, why?, reserve?, branch?}: written before anything is started
* `ended` {t, n, to, cause, how, code?, signal?, s, nano?, session?, free?, message?, left?, commit?}
* `judged` {t, n, to, cause, checks, nano?, message?}; `done` {t, to, cause}: a state without an attempt
* `human` {t, do, by}: approve, retry, cancel; `drain` {on}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cctl.core.plan.graph import dependents
from cctl.core.plan.task import OVER, Plan, State

NANO: Final = 1_000_000_000
BUSY: Final = frozenset(("running", "verifying"))

Event = Mapping[str, Any]


class Standing:
    """One task."""

    __slots__ = (
        "attempts", "branch", "cause", "checks", "commit", "epoch", "exit_code", "extra", "free", "hash", "intent",
        "message", "minder", "nano", "requests", "reserve", "seconds", "session", "started", "state", "why",
    )  # fmt: skip

    def __init__(self) -> None:
        self.state: State = "pending"
        self.cause = self.message = self.hash = self.session = self.minder = self.branch = self.commit = ""
        self.why = ""  # cause of the state before the running attempt
        self.attempts = 0  # that have begun, and number of the latest
        self.free = 0  # of those, the ones that don't count against `retries`
        self.epoch = 0  # how often it was begun anew
        self.extra = 0  # attempts that a human allowed beyond it
        self.nano = self.reserve = 0  # paid so far; what the running attempt may pay
        self.exit_code: int | None = None
        self.seconds = 0.0
        self.started = 0  # when the running attempt began, epoch ms
        self.intent = False  # an attempt is under way, as far as the journal knows
        self.checks: tuple[Mapping[str, Any], ...] = ()  # those of the latest judgement
        self.requests = ""  # what a human asked of it while it runs

    def outcome(self) -> dict[str, Any]:
        """What a condition may ask of it."""
        found = {
            "state": self.state,
            "attempts": self.attempts,
            "cost_usd": self.nano / NANO,
            "duration_s": self.seconds,
        }
        return found | ({"exit_code": self.exit_code} if self.exit_code is not None else {})


class Board:
    """All tasks of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tasks = plan.by_name()
        self.standings = {task.name: Standing() for task in plan.tasks}
        self.index = {task.name: at for at, task in enumerate(plan.tasks)}
        self.waiting = dependents({task.name: task.depends_on for task in plan.tasks})
        self.generation = 0
        self.ended: Event | None = None  # the end of the latest `tasks run`, None while one is (or was) under way
        self.draining = False
        self.past_nano = 0  # paid for what was done again since
        self.changed: set[str] = set()  # tasks whose state changed since somebody asked
        self.busy = 0  # attempts that run or are judged

    def apply(self, event: Event) -> None:
        """Take in one event; one about a task that is no longer in the plan says nothing."""
        kind = event.get("e")
        if kind == "begin":
            self._begin(event)
        elif kind == "end":
            self.ended = event
        elif kind == "drain":
            self.draining = bool(event.get("on"))
        elif kind == "reset":
            for name in event.get("tasks", ()):
                self._reset(name)
        elif (standing := self.standings.get(str(event.get("t")))) is not None:
            before = standing.state in BUSY
            getattr(self, f"_{kind}", _nothing)(standing, event)
            self.busy += (standing.state in BUSY) - before
            self.changed.add(str(event["t"]))

    def spent(self) -> int:
        """Nano-dollars paid so far, and held back for what is running."""
        return self.past_nano + sum(each.nano + each.reserve for each in self.standings.values())

    def counts(self) -> dict[str, int]:
        """How many tasks are in each state that occurs."""
        found: dict[str, int] = {}
        for each in self.standings.values():
            found[each.state] = found.get(each.state, 0) + 1
        return dict(sorted(found.items()))

    def satisfied(self, name: str, need: str, asked: frozenset[str]) -> bool | None:
        """Whether `name` may begin as far as `need` goes: True, False for never, None for not yet."""
        standing = self.standings[need]
        if standing.state == "completed":
            return True
        if standing.state not in OVER:
            return None
        return need in asked or (self.tasks[need].on_failure == "continue" and standing.state == "failed")

    # -- events

    def _begin(self, event: Event) -> None:
        if event.get("fresh"):
            self.standings = {name: Standing() for name in self.standings}
            self.past_nano = self.busy = 0
        self.generation = int(event.get("gen", 0))
        self.ended, self.draining = None, False
        self.changed = set(self.standings)

    def _reset(self, name: str) -> None:
        if name in self.standings:
            self.past_nano += self.standings[name].nano
            self.busy -= self.standings[name].state in BUSY
            old, self.standings[name] = self.standings[name], Standing()
            self.standings[name].attempts = self.standings[name].free = old.attempts  # numbers are never used again
            self.standings[name].epoch = old.epoch + 1
            self.changed.add(name)

    def _intent(self, standing: Standing, event: Event) -> None:
        standing.state, standing.intent = "running", True
        standing.attempts = int(event["n"])
        standing.hash, standing.minder = str(event.get("hash", "")), str(event.get("minder", ""))
        standing.session = str(event.get("session") or standing.session)
        standing.branch = str(event.get("branch") or standing.branch)
        standing.reserve, standing.started = int(event.get("reserve", 0)), int(event.get("at", 0))
        standing.exit_code = None
        standing.why, standing.cause, standing.message = str(event.get("why", "")), "", ""

    def _ended(self, standing: Standing, event: Event) -> None:
        standing.intent = False
        standing.state, standing.cause = event["to"], str(event.get("cause", ""))
        standing.exit_code = event.get("code", standing.exit_code)
        standing.seconds += float(event.get("s", 0.0))
        standing.nano += int(event.get("nano", 0))
        standing.free += bool(event.get("free"))
        standing.session = str(event.get("session") or standing.session)
        standing.message, standing.reserve = str(event.get("message", "")), 0
        standing.commit = str(event.get("commit") or standing.commit)

    def _judged(self, standing: Standing, event: Event) -> None:
        standing.state, standing.cause = event["to"], str(event.get("cause", ""))
        standing.nano += int(event.get("nano", 0))
        standing.checks = tuple(event.get("checks", ()))
        standing.message, standing.reserve = str(event.get("message", "")), 0
        standing.commit = str(event.get("commit") or standing.commit)

    def _done(self, standing: Standing, event: Event) -> None:
        standing.state, standing.cause = event["to"], str(event.get("cause", ""))
        standing.message, standing.intent, standing.reserve = str(event.get("message", "")), False, 0
        standing.hash = str(event.get("hash") or standing.hash)

    def _human(self, standing: Standing, event: Event) -> None:
        wanted = event.get("do")
        if standing.state in BUSY:
            standing.requests = str(wanted) if wanted == "cancel" else standing.requests
        elif wanted == "approve" and standing.state == "needs_human":
            standing.state, standing.cause = "completed", "approved"
        elif wanted == "retry" and (standing.state in OVER or standing.state == "needs_human"):
            standing.state, standing.cause = ("retrying" if standing.attempts else "pending"), "retry"
            standing.extra += 1
        elif wanted == "cancel" and standing.state not in OVER:
            standing.state, standing.cause = "aborted", "cancelled"


def _nothing(_standing: Standing, _event: Event) -> None:
    """An event of a kind that this version doesn't know."""
