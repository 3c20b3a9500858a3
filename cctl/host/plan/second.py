"""The second of a minder: its parent, which does nothing until the minder dies, and then goes on in its place.

The minder may be killed like anything else. Its children are then given to its second, which learns from the slate that
both share which they are and until when they may run, and minds them to their end; so nothing is run again.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from cctl.host.plan.minder import Minder
from cctl.host.plan.slate import Slate
from cctl.host.process import Processes
from cctl.host.run.family import adopt

if TYPE_CHECKING:
    from cctl.host.plan.minders import Traces

_DESCRIPTORS = 4096


class Second(Minder):
    """A minder that takes no orders: those who gave them have another by then."""

    def __init__(self, told: int, processes: Processes, slate: Slate) -> None:
        nobody, gone = socket.socketpair()
        gone.close()
        super().__init__(nobody, told, processes, slate)

    def succeed(self, traces: Mapping[str, Traces]) -> None:
        """Take over: what was running is ours now, what had not begun is given back."""
        self._open = False
        me, session, table = os.getpid(), os.getsid(0), self._processes.all()
        ours = {each.pid: each for each in table.values() if each.parent == me}
        entries = {entry.key: entry for entry in self._slate.entries()}
        known = {entry.pid for entry in entries.values()}
        fresh = [pid for pid, each in ours.items() if pid not in known and (each.group, each.session) == (pid, session)]
        gone = {key: _told("lost" if seen.pid else "signal") for key, seen in traces.items() if key not in entries}
        for entry in entries.values():
            pid = entry.pid or max(fresh, default=0)  # one at most had been started and not yet been noted
            if pid in ours:
                self._mind(entry._replace(pid=pid))
            elif entry.code is not None:
                status = {"code": entry.code} if entry.code >= 0 else {"signal": -entry.code}
                gone[entry.key] = {**status, "s": round(time.monotonic() - entry.begun, 3)}
            else:
                gone[entry.key] = _told("lost" if entry.pid else "signal")
        known_gone = {key for key, seen in traces.items() if seen.gone is not None}
        lines = [{"e": "gone", "k": key, **said} for key, said in gone.items() if key not in known_gone]
        self._say([*lines, {"e": "closed"}])


def become(
    orders: socket.socket, told: int, processes: Processes, traces: Callable[[], Mapping[str, Traces]]
) -> NoReturn:
    """In the forked process: have a minder, be its second, and end without the caller's clean-up."""
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for target in (0, 1, 2):
            os.dup2(null, target)
        low, high = sorted((orders.fileno(), told))
        for first, last in ((3, low), (low + 1, high), (high + 1, _DESCRIPTORS)):
            os.closerange(first, last)  # above all the plan's lock, which must not outlive its holder
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        adopt()
        slate, minding = Slate(), [0]
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))  # until both sides know what to do about it
        minding[0] = _forked(orders, told, processes, slate)
        signal.signal(signal.SIGTERM, lambda number, _frame: os.kill(minding[0], number) if minding[0] else None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
        orders.close()
        _, status = os.waitpid(minding[0], 0)
        minding[0] = 0
        if status:
            os.write(told, b"\n")  # it may have been killed in the middle of a line
            second = Second(told, processes, slate)
            second.succeed(traces())
            second.mind()
    finally:
        os._exit(0)


def _told(cause: str) -> dict[str, Any]:
    return {"cause": cause, "s": 0.0}


def _forked(orders: socket.socket, told: int, processes: Processes, slate: Slate) -> int:
    if pid := os.fork():
        return pid
    code = 1
    try:
        adopt()
        Minder(orders, told, processes, slate).mind()
        code = 0
    finally:
        os._exit(code)
