"""Ending a run's command: first in the agent's own way, then by signals that get harder, over the whole tree.

All of it has one time, the grace: it begins when the reason to end is found, and at its end comes SIGKILL, however many
steps went before. A tree that heeds nothing costs no more than that.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Final

from cctl.host.kill import Grace, Killer, Outcome
from cctl.host.process import Identity, Process, Processes, tree
from cctl.host.run import evidence
from cctl.host.run.link import Link

GRACE_S: Final = 10.0
_OWN_WAY = 0.65  # of what is left then: the keys that end an interactive client take 6 s
_INTERRUPT = 0.6  # of what is left then: after SIGINT a client writes its last records, after SIGTERM little
_KILL_S = 2.0  # for the kernel to take down what was killed
_HURRIED = Grace(0.0, 0.5, _KILL_S)
_TICK_S = 0.1


class Stop:
    """The stop sequence of one run; `wait` attends to everything else for a moment and tells whether it has ended."""

    def __init__(self, processes: Processes, link: Link, grace_s: float, wait: Callable[[float], bool]) -> None:
        self.killer = Killer(processes, os.getpid(), time.monotonic, self._sleep)
        self._processes, self._link, self._grace_s, self._wait = processes, link, grace_s, wait
        self.hurry = False  # somebody asked a second time
        self.steps: list[dict[str, Any]] = []
        self._since = 0.0  # when the time began
        self._known: dict[Identity, Process] = {}
        self._apart: set[Identity] = set()

    def begin(self, child: Identity, *, everything: bool = False) -> None:
        """The time begins; what left the tree before is not of it any more, unless everything is to end."""
        if self._since:
            return
        self._since = time.monotonic()
        table = self._processes.all()  # once: somebody may be waiting for an answer
        self._known = {each.identity: each for each in self.killer.victims([child], table)}
        if not everything:
            self._apart = {each.identity for each in _descendants(table)} - self._known.keys()

    def yields(self, seconds: float) -> bool:
        """Whether it may still end by itself: for so long, but for no more than half of the time."""
        return time.monotonic() - self._since < min(seconds, self._grace_s / 2)

    def end(self, child: Identity, *, gone: bool = False) -> bool:
        """End it, or what it ran when it is gone; whether the command itself had to be killed."""
        self.begin(child)
        if not gone and not self.hurry:
            self._in_its_own_way()
        left_s = self._left_s()
        grace = _HURRIED if self.hurry else Grace(left_s * _INTERRUPT, left_s * (1 - _INTERRUPT), _KILL_S)
        while (outcome := self._outcome(child, grace)) is None:
            grace = _HURRIED if grace.interrupt_s else Grace(0.0, 0.0, _KILL_S)
        self.steps = evidence.of_steps(outcome)
        if not gone:
            self._wait(1.0)
        return any(step.signal == "SIGKILL" and child.pid in step.pids for step in outcome.steps)

    def _outcome(self, child: Identity, grace: Grace) -> Outcome | None:
        self.hurry = False
        try:
            return self.killer.end(self._known, child, grace, self._joined)
        except _Hurried:
            return None

    def _in_its_own_way(self) -> None:
        stage, last = 0, time.monotonic() + self._left_s() * _OWN_WAY
        while time.monotonic() < last and (wait_s := self._link.interrupt(stage)):
            until = min(last, time.monotonic() + wait_s)
            while not self.hurry and (left := until - time.monotonic()) > 0:
                if self._wait(min(_TICK_S, left)):
                    return
            stage += 1

    def _left_s(self) -> float:
        return max(0.0, self._since + self._grace_s - time.monotonic())

    def _joined(self) -> list[Process]:
        """Those of the tree whose parents died meanwhile, so that they are ours now."""
        return [each for each in _descendants(self._processes.all()) if each.identity not in self._apart]

    def _sleep(self, seconds: float) -> None:
        """The killer's pause: others are attended to, and a second request to stop is heard."""
        self._wait(seconds)
        if self.hurry:
            raise _Hurried


class _Hurried(Exception):
    """A second request to stop."""


def _descendants(table: dict[int, Process]) -> list[Process]:
    me = os.getpid()
    return [each for each in tree(table, me) if each.pid != me and not each.zombie]
