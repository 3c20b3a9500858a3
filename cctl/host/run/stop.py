"""Ending a run's command: first in the agent's own way, then by signals that get harder, over the whole tree."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Processes
from cctl.host.run import evidence
from cctl.host.run.link import Link

_TICK_S = 0.1
_HURRIED = Grace(0.0, 0.5, 2.0)


class Stop:
    """The stop sequence of one run; `wait` attends to everything else for a moment and tells whether it has ended."""

    def __init__(self, processes: Processes, link: Link, grace: Grace, wait: Callable[[float], bool]) -> None:
        self.killer = Killer(processes, os.getpid(), time.monotonic, self._sleep)
        self._link, self._grace, self._wait = link, grace, wait
        self.hurry = False  # somebody asked a second time
        self.steps: list[dict[str, Any]] = []

    def end(self, child: Identity) -> bool:
        """End it; whether it had to be killed."""
        if not self.hurry and self._in_its_own_way():
            return False
        killed = False
        for grace in (self._grace, _HURRIED):
            try:
                outcome = self.killer.stop(child, grace)
            except _Hurried:
                continue
            self.steps = evidence.of_steps(outcome)
            killed = any(step.signal == "SIGKILL" and child.pid in step.pids for step in outcome.steps)
            break
        self._wait(1.0)
        return killed

    def _in_its_own_way(self) -> bool:
        stage = 0
        while wait_s := self._link.interrupt(stage):
            end = time.monotonic() + wait_s
            while not self.hurry and time.monotonic() < end:
                if self._wait(_TICK_S):
                    return True
            stage += 1
        return False

    def _sleep(self, seconds: float) -> None:
        """The killer's pause: others are attended to, and a second request to stop is heard."""
        self._wait(seconds)
        if self.hurry:
            self.hurry = False
            raise _Hurried


class _Hurried(Exception):
    """A second request to stop."""
