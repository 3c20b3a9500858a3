"""Carrying out a plan: hear what ended, decide what follows, write it down, and only then do it.

One thread decides. Each turn of its loop gathers all that happened, adds one group of events to the journal, and gives
its orders when that is on the disk; so what the journal knows is never behind the world by more than what nobody has
been told yet. What takes long and starts nothing (git, a model's answer) is done by threads that only report back.
"""

from __future__ import annotations

import os
import queue
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cctl.core.plan.board import Board
from cctl.core.plan.policy import Outcome, concluded, ended, pause_s
from cctl.core.plan.schedule import Scheduler
from cctl.host.kill import Grace
from cctl.host.plan.attach import attach
from cctl.host.plan.bench import judge, next_check
from cctl.host.plan.ending import Stops
from cctl.host.plan.hands import Attempt, Failed, Hands, Judging, Order, command_outcome
from cctl.host.plan.minders import Own, Told
from cctl.host.plan.place import Place
from cctl.host.plan.stop import LOOK_S, Stop
from cctl.host.process import Identity, Processes
from cctl.records.named import NamedTuple

ASK_S = 0.5  # between looks for what others wrote into the journal
POLL_S = 0.2  # between looks at attempts that an earlier run started
AHEAD = 3  # times the slots: orders given to the minder ahead of their turn, while commands are
QUICK_S = 0.05  # as quick as this; else they would be told to run long before they do
Event = dict[str, Any]


class Terms(NamedTuple):
    """How a plan is carried out."""

    hashes: Mapping[str, str]
    retry_s: float = 1.0
    grace: Grace = Grace(5.0, 5.0, 2.0)
    gate: Callable[[], bool] = lambda: True  # whether anything may be started now


class Running:
    """An attempt that was ordered."""

    def __init__(self, attempt: Attempt, told: Told | None = None) -> None:
        self.attempt, self.told = attempt, told
        self.identity: Identity | None = None
        self.ordered = told is not None
        self.stop: Stop | None = None
        self.judging: Judging | None = None


class Engine:
    """One `tasks run`."""

    def __init__(self, board: Board, scheduler: Scheduler, place: Place, own: Own, hands: Hands, terms: Terms,
                 processes: Processes, now_ms: Callable[[], int]) -> None:  # fmt: skip
        self.board, self.scheduler, self.place, self.own, self.hands = board, scheduler, place, own, hands
        self.terms, self.processes, self._now_ms = terms, processes, now_ms
        self.running: dict[str, Running] = {}  # by key
        self.old: dict[str, Told] = {}  # files of minders that earlier runs left
        self.adrift: list[Running] = []  # without any minder, but alive
        self.cause = ""  # why it stops before its end
        self.put_off = 0  # attempts whose judging was broken off, for another run to begin it again
        self._new: list[Event] = []
        self.orders: list[Order] = []
        self._jobs: list[Callable[[], None]] = []
        self._threads = 0
        self._reports: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.resting: dict[str, float] = {}
        self.stops = Stops(self)
        self._woken, self._waker = os.pipe()
        self._listened = 0.0
        self._pace_s = 1.0  # how long commands took of late

    def run(self) -> Iterator[list[Event]]:
        """Groups of events, each on the disk by the time it is given out."""
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = [signal.signal(number, self._interrupted) for number in numbers]
        try:
            yield from self._run()
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _run(self) -> Iterator[list[Event]]:
        self.own.start()
        try:
            attach(self)
            while True:
                self._decide()
                if events := self.commit():
                    yield events
                if self._over():
                    break
                self._wait()
                self._hear()
        except BaseException:
            self.stops.halt()
            raise
        for line in self.own.close():
            if line.get("e") == "orphans":
                self.tell({"e": "orphans", "left": line["left"]})
        if events := self.commit():
            yield events

    # -- writing down

    def tell(self, event: Event) -> None:
        """An event: the board knows it at once, the journal with the next group."""
        event["at"] = self._now_ms()
        self.board.apply(event)
        self._new.append(event)

    def commit(self) -> list[Event]:
        """Put the events on the disk, then do what they announce."""
        events, self._new = self._new, []
        self.place.journal.add(events)
        orders, self.orders = self.orders, []
        self.own.order(orders)
        for order in orders:
            self.running[str(order["k"])].ordered = True
        jobs, self._jobs = self._jobs, []
        for job in jobs:
            self._threads += 1
            threading.Thread(target=job, daemon=True).start()
        return events

    # -- deciding

    def _decide(self) -> None:
        while skips := self.scheduler.look():
            for skip in skips:
                self.tell({"e": "done", "t": skip.name, "to": skip.state, "cause": skip.cause, "message": skip.message})
        now = time.monotonic()
        self.resting = {name: until for name, until in self.resting.items() if until > now}
        if self.scheduler.waiting() and self.terms.gate():
            ahead = AHEAD if self._pace_s < QUICK_S else 0
            for start in self.scheduler.starts(self.resting, ahead=ahead):
                self.begin(start.name, reserve=start.reserve)

    def begin(self, name: str, *, reserve: int = 0, number: int = 0) -> None:
        """Announce an attempt; it is started when the announcement is on the disk."""
        task, standing = self.board.tasks[name], self.board.standings[name]
        attempt = Attempt(task, number or standing.attempts + 1, standing)
        event: Event = {"e": "intent", "t": name, "n": attempt.number, "hash": self.terms.hashes[name]}
        event |= {"minder": self.own.name} | ({"reserve": reserve} if reserve else {})
        self.tell(event if task.light else event | self.hands.intent(attempt))
        self.running[attempt.key] = Running(attempt)
        if task.light:
            try:
                self.orders.append(self.hands.prepare(attempt))
            except Failed as failed:
                self.ended(attempt, Outcome("failed", message=str(failed)))
        else:
            self.job(lambda: self.hands.prepare(attempt), lambda order: self._ordered(attempt, order), attempt)

    def _ordered(self, attempt: Attempt, order: Order) -> None:
        if self.cause or attempt.standing.requests:
            self.ended(attempt, Outcome("signal", message="it was not started"))
        else:
            self.orders.append(order | {"now": True})

    def ended(self, attempt: Attempt, outcome: Outcome) -> None:
        """An attempt is over: what follows from it."""
        self.running.pop(attempt.key, None)
        self.running.pop(f"{attempt.key}.", None)
        task, standing = attempt.task, attempt.standing
        left = self.scheduler.left(attempt.task.name, outcome.nano)
        then = concluded(task, standing, outcome, stopping=bool(self.cause), plan_left=left)
        self.tell(ended(task.name, attempt.number, outcome, then))
        if then.state == "retrying":
            self.resting[task.name] = time.monotonic() + pause_s(standing, self.terms.retry_s)
        elif then.state == "verifying":
            judge(self, attempt)
        elif then.state == "failed" and task.on_failure == "abort" and not self.cause:
            self.interrupt("failure")

    # -- hearing

    def _hear(self) -> None:
        alive = self.own.heard()
        lines = self.own.told.lines() if self.own.told else []
        for name, told in list(self.old.items()):
            lives = told.alive()
            lines += told.lines()
            if not lives:
                self.old.pop(name)
                gone = {line.get("k") for line in lines if line["e"] == "gone"}
                lines += [{"e": "gone", "k": key, "cause": "lost"} for key in self.unheard(told) if key not in gone]
        for line in lines:
            self.line(line)
        if not alive:
            self.stops.lost_minder()
        for running in list(self.adrift):
            if (line_ := self.hands.adrift(running.attempt)) != {}:
                self.adrift.remove(running)
                self.gone(running, line_ or {"cause": "lost"})
        while not self._reports.empty():
            self._threads -= 1
            self._reports.get()()
        self._listen()
        self.stops.look()

    def unheard(self, told: Told | None) -> list[str]:
        """What a minder was told to start, and of whose end it has said nothing."""
        return [key for key, each in self.running.items() if each.told is told and each.ordered]

    def line(self, line: Mapping[str, Any]) -> None:
        """What a minder says of an attempt or of a check."""
        running = self.running.get(str(line.get("k")))
        if running is None:
            return
        if line["e"] == "began":
            running.identity = Identity(int(line["pid"]), str(line["start"]))
        elif line["e"] == "gone":
            self.running.pop(str(line["k"]))
            running.stop = None
            if running.judging is not None:
                running.judging.answered(line)
                next_check(self, running)
            else:
                self.gone(running, line)

    def gone(self, running: Running, line: Mapping[str, Any]) -> None:
        """A command has ended: at once with a light one, else by what it left."""
        attempt = running.attempt
        self.running.pop(attempt.key, None)
        self._pace_s += (float(line.get("s", 0.0)) - self._pace_s) / 8
        if attempt.task.light or line.get("cause") == "lost":
            self.ended(attempt, command_outcome(line))
        else:
            self.running[attempt.key] = Running(attempt)
            self.job(lambda: self.hands.harvest(attempt, line), lambda outcome: self.ended(attempt, outcome), attempt)

    def _listen(self) -> None:
        """Hear what other commands wrote into the journal."""
        now = time.monotonic()
        if now - self._listened < ASK_S:
            return
        self._listened = now
        for event in self.place.journal.news():
            if event.get("e") in ("human", "drain"):
                self.board.apply(event)

    def _interrupted(self, number: int, _frame: object) -> None:
        self.interrupt("user" if number == signal.SIGINT else "signal")

    def interrupt(self, cause: str) -> None:
        """Start nothing more and end what runs; a second time without patience."""
        if self.cause:
            self.stops.hurry()
        self.cause = self.scheduler.stopping = self.cause or cause
        os.write(self._waker, b".")

    # -- waiting

    def job(self, work: Callable[[], Any], then: Callable[[Any], None], attempt: Attempt) -> None:
        """Have something done by a thread, and go on with what it found."""

        def job() -> None:
            try:
                found = work()
            except Failed as failed:
                outcome = Outcome("failed", message=str(failed))
                self._reports.put(lambda: self.ended(attempt, outcome))
            except Exception as problem:  # a defect of one attempt must not leave the others alone
                outcome = Outcome("failed", message=f"{type(problem).__name__}: {problem}")
                self._reports.put(lambda: self.ended(attempt, outcome))
            else:
                self._reports.put(lambda: then(found))
            os.write(self._waker, b".")

        self._jobs.append(job)

    def _over(self) -> bool:
        if self.board.busy > self.put_off or self._threads or self.running or self.adrift or self._new:
            return False
        return not (self.scheduler.waiting() and (self.resting or not self.terms.gate()))

    def _wait(self) -> None:
        pause = ASK_S
        if self.old or self.adrift:
            pause = POLL_S
        if self.resting:
            pause = min(pause, max(min(self.resting.values()) - time.monotonic(), 0.001))
        if self.cause or self.stops.busy():
            pause = LOOK_S
        ready, _, _ = select.select([self._woken, self.own.fileno()], [], [], pause)
        if self._woken in ready:
            os.read(self._woken, 4096)
