"""Ending an attempt step by step, without waiting for it: whoever has other attempts to look after calls again.

The order is that of `kill`: SIGINT, SIGTERM, SIGKILL, each to a process whose start time was just compared. SIGINT goes
to all that a command runs, as Ctrl-C at a terminal does: a shell waits for its child before it heeds one. An agent gets
it alone, and ends what it runs itself.
"""

from __future__ import annotations

import contextlib
import signal

from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Process, Processes

LOOK_S = 0.05


class Stop:
    """The end of one attempt."""

    def __init__(
        self, target: Identity, grace: Grace, killer: Killer, processes: Processes, *, alone: bool = False
    ) -> None:
        self.target, self.grace, self._alone = target, grace, alone
        self._killer, self._processes = killer, processes
        self._known: dict[Identity, Process] = {}
        self._step = 0
        self._next = 0.0

    def hurry(self) -> None:
        """Leave out the waiting."""
        self.grace = Grace(0.0, 0.0, self.grace.kill_s)
        self._next = 0.0

    def look(self, now: float) -> bool:
        """Do what is due; True when nothing of it is left, or nothing more can be done."""
        self._known |= {each.identity: each for each in self._killer.victims([self.target, *self._known])}
        left = self.left()
        if not left or (self._step == 3 and now >= self._next):
            return True
        if now >= self._next:
            number, pause, everyone = (
                (signal.SIGINT, self.grace.interrupt_s, not self._alone),
                (signal.SIGTERM, self.grace.terminate_s, True),
                (signal.SIGKILL, self.grace.kill_s, True),
            )[self._step]
            for each in left:
                if everyone or each.identity == self.target:
                    with contextlib.suppress(PermissionError):
                        self._processes.signal(each.identity, number)
            self._step += 1
            self._next = now + pause
        return False

    def finish(self) -> None:
        """The command itself is gone: what it ran goes at once."""
        for each in self.left():
            with contextlib.suppress(PermissionError):
                self._processes.signal(each.identity, signal.SIGKILL)

    def left(self) -> list[Process]:
        """What still lives of it."""
        found = []
        for identity, each in self._known.items():
            seen = self._processes.find(identity.pid)
            if seen and seen.start == identity.start and not seen.zombie:
                found.append(each)
        return found
