"""Ending an agent's processes: the agent itself and what it runs, in steps that get harder, and nobody else's.

Every signal goes to one process whose start time has just been compared, never to a bare pid and never to a whole
process group, in which strangers may live. What descends from the agent is noted before the first signal, because
children of a process that has died belong to init and can't be found any more.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from typing import Any

from cctl.host.process import Identity, Process, Processes, ancestors, tree
from cctl.records.named import NamedTuple

LOOK_S = 0.05  # between looks whether it is over


class Grace(NamedTuple):
    """Seconds to wait after each signal."""

    interrupt_s: float = 5.0
    terminate_s: float = 5.0
    kill_s: float = 2.0


GRACE = Grace()


class Step(NamedTuple):
    """One signal, and whom it was sent to."""

    signal: str
    pids: tuple[int, ...]
    after_s: float  # since the start


class Outcome(NamedTuple):
    """What came of it."""

    status: str  # ok, notneeded, impossible, error
    reason: str
    steps: tuple[Step, ...] = ()
    remained: tuple[Process, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As fields of a `done` record."""
        found: dict[str, Any] = {"status": self.status, "reason": self.reason}
        if self.steps:
            found["steps"] = [
                {"signal": each.signal, "pids": list(each.pids), "after_s": each.after_s} for each in self.steps
            ]
        if self.remained:
            found["remained"] = [{"pid": each.pid, "name": each.name} for each in self.remained]
        return found


class Killer:
    """Ends processes."""

    def __init__(
        self, processes: Processes, me: int, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._processes, self._me = processes, me
        self._clock, self._sleep = clock, sleep

    def refusal(self, target: Identity) -> str:
        """Why a process must not be ended, "" when it may."""
        table = self._processes.all()
        seen = table.get(target.pid)
        if target.pid <= 1:
            return "not a process of an agent"
        if seen is None:
            return "gone" if not self._processes.exists(target.pid) else "nothing can be known of it"
        if not target.start or seen.start != target.start:
            return "another process has its pid now"
        if target.pid == self._me or target.pid in ancestors(table, self._me):
            return "it is an ancestor of this very command"
        return ""

    def victims(self, known: Iterable[Identity], table: dict[int, Process] | None = None) -> list[Process]:
        """These processes and what they run: their descendants, and who lives in a group that one of them leads."""
        table = self._processes.all() if table is None else table
        spared = {0, 1, self._me, *ancestors(table, self._me)}
        found: dict[int, Process] = {}
        for identity in known:
            root = table.get(identity.pid)
            if root is None or root.start != identity.start:
                continue  # gone; if the pid is in use again, it is a stranger's
            found |= {each.pid: each for each in tree(table, root.pid)}
            if root.group == root.pid:
                found |= {each.pid: each for each in table.values() if each.group == root.pid}
        return [each for each in found.values() if each.pid not in spared and not each.zombie]

    def interrupt(self, target: Identity) -> Outcome:
        """One SIGINT to the agent: it stops what it does and stays."""
        if reason := self.refusal(target):
            return _refused(reason)
        try:
            sent = self._processes.signal(target, signal.SIGINT)
            self._wake(target)
        except PermissionError:
            return Outcome("impossible", "it is another user's")
        step = Step("SIGINT", (target.pid,), 0.0)
        return Outcome("ok", "interrupted", (step,)) if sent else Outcome("notneeded", "gone")

    def stop(self, target: Identity, grace: Grace = GRACE, *, dry: bool = False) -> Outcome:
        """End the agent and what it runs."""
        if reason := self.refusal(target):
            return _refused(reason)
        known = {each.identity: each for each in self.victims([target])}
        if dry:
            return Outcome(
                "ok", f"would end {len(known)} processes", (Step("SIGINT", tuple(i.pid for i in known), 0.0),)
            )
        return self.end(known, target, grace)

    def end(
        self,
        known: dict[Identity, Process],
        target: Identity,
        grace: Grace,
        more: Callable[[], Iterable[Process]] = tuple,
    ) -> Outcome:
        """End these, and what they start meanwhile; `more` tells who came to belong to them in another way."""
        start = self._clock()
        steps: list[Step] = []
        for name, number, wait_s, everyone in (
            ("SIGINT", signal.SIGINT, grace.interrupt_s, False),
            ("SIGTERM", signal.SIGTERM, grace.terminate_s, True),
            ("SIGKILL", signal.SIGKILL, grace.kill_s, True),
        ):
            self._learn(known, more)
            wanted = [each for each in self._left(known) if everyone or each.identity == target]
            if not wanted:
                if not self._left(known):
                    break
                continue
            sent, foreign = self._send(wanted, number)
            if foreign and not sent:
                return Outcome("impossible", "it is another user's", tuple(steps))
            at_s, until = round(self._clock() - start, 3), self._clock() + wait_s
            if number == signal.SIGKILL:
                sent += self._chase(known, more, until)
            steps.append(Step(name, tuple(sent), at_s))
            self._wait(known, until)
        left = self._left(known)
        if any(each.identity == target for each in left):
            return Outcome("error", "it did not end", tuple(steps), tuple(left))
        return Outcome("ok", "ended" if not left else "ended; some of what it ran did not", tuple(steps), tuple(left))

    def _learn(self, known: dict[Identity, Process], more: Callable[[], Iterable[Process]]) -> list[Process]:
        """Who has come since."""
        found = {each.identity: each for each in (*self.victims(known), *more())}
        fresh = [each for identity, each in found.items() if identity not in known]
        known.update(found)
        return fresh

    def _chase(self, known: dict[Identity, Process], more: Callable[[], Iterable[Process]], until: float) -> list[int]:
        """What was started between our look and our signal: until nobody comes any more."""
        sent: list[int] = []
        while (fresh := self._learn(known, more)) and self._clock() < until:
            sent += self._send(fresh, signal.SIGKILL)[0]
        return sent

    def _send(self, wanted: Iterable[Process], number: int) -> tuple[list[int], list[int]]:
        sent, foreign = [], []
        for each in wanted:
            try:
                if self._processes.signal(each.identity, number):
                    sent.append(each.pid)
                    self._wake(each.identity)
            except PermissionError:
                foreign.append(each.pid)
        return sent, foreign

    def _wake(self, target: Identity) -> None:
        """Let one that was suspended (Ctrl-Z) go on, or it would hear nothing until it is killed."""
        stopped: Callable[[int], bool] = getattr(self._processes, "stopped", lambda pid: False)
        if stopped(target.pid):
            self._processes.signal(target, signal.SIGCONT)

    def _left(self, known: dict[Identity, Process]) -> list[Process]:
        table = self._processes.all()
        return [
            each
            for identity, each in known.items()
            if (seen := table.get(identity.pid)) and seen.start == identity.start and not seen.zombie
        ]

    def _wait(self, known: dict[Identity, Process], until: float) -> None:
        while self._left(known) and (left := until - self._clock()) > 0:
            self._sleep(min(LOOK_S, left))


def _refused(reason: str) -> Outcome:
    return Outcome("notneeded" if reason == "gone" else "impossible", reason)
