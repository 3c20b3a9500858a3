"""The processes of a run: its command, what descends from it, what left it and still belongs to it.

A process whose parent has died belongs to init, and nobody can tell any more where it came from; so the keeper has such
ones given to itself, and notes from time to time who is there.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys

from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Meter, Process, Processes, ancestors, tree
from cctl.host.procfs import Procfs

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_GRACE = Grace(0.0, 1.0, 1.0)
_BLIND_S = 0.02  # between looks where the kernel doesn't tell of a process's end


def adopt() -> None:
    """Have what the command leaves behind re-parented to us instead of to init, so that it can be named (Linux)."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 -- there is no other way to the call, and only Linux has it

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def identity(processes: Processes, pid: int) -> Identity:
    """A process that was just started, beyond doubt."""
    seen = processes.find(pid)
    return Identity(pid, seen.start if seen else "")


class Pulse:
    """Waits for the end of one process and for descriptors, whichever comes first."""

    def __init__(self) -> None:
        self._handle = -1

    def follow(self, pid: int) -> None:
        """Wait for this one, too, where the kernel can tell of its end."""
        with contextlib.suppress(AttributeError, OSError):
            self._handle = os.pidfd_open(pid)

    def forget(self) -> None:
        """It has ended, and another may come."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def wait(self, descriptors: list[int], seconds: float) -> list[int]:
        """The descriptors that have something, after no more than this time."""
        if self._handle < 0:
            seconds = min(seconds, _BLIND_S)
        watched = [*descriptors, *([self._handle] if self._handle >= 0 else [])]
        ready = select.select(watched, [], [], seconds)[0]
        return [each for each in ready if each != self._handle]


class Family:
    """All processes of one run."""

    def __init__(self, processes: Processes, killer: Killer) -> None:
        self._processes, self._killer = processes, killer
        self.child: Identity | None = None
        self._meter, self._known = Meter(), set[Identity]()
        self.pids: list[int] = []  # of the tree, as it was seen last
        self.rss_bytes = self.peak_bytes = self.peak_processes = 0

    def note(self, now: float) -> None:
        """Note who is there: what is re-parented later would not be found any more; and what they use."""
        if self.child is None:
            return
        table, me = self._processes.all(), os.getpid()
        self._known |= {each.identity for each in self._killer.victims([self.child])}
        for each in table.values():
            if each.zombie and each.parent == me and each.pid != self.child.pid:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(each.pid, os.WNOHANG)  # one that was re-parented to us and has ended
        self.pids = [each.pid for each in tree(table, self.child.pid)]
        use = self._meter.look(table, self.child.pid, now)
        self.rss_bytes, self.peak_processes = use.rss_bytes, max(self.peak_processes, use.processes)
        self.peak_bytes = max(self.peak_bytes, self.rss_bytes)

    def holds(self, pid: int) -> bool:
        """Whether a process descends from the run: from its command, or left behind by it."""
        return pid > 0 and os.getpid() in ancestors(self._processes.all(), pid)

    def open_files(self) -> list[str]:
        """What the command and its descendants hold open, where that can be seen."""
        if self.child is None or not isinstance(self._processes, Procfs):
            return []
        return [path for each in self._killer.victims([self.child]) for path in self._processes.files(each.pid)]

    def left(self, *, end: bool = False) -> list[Process]:
        """Those that live on; with `end`, after they were ended."""
        found = self._left()
        if end and found:
            self._killer.end({each.identity: each for each in found}, Identity(0, ""), _GRACE)
            found = self._left()
        return found

    def _left(self) -> list[Process]:
        """Those of its group and session, those once seen in its tree, and those that were re-parented to us."""
        table, me = self._processes.all(), os.getpid()
        group = self.child.pid if self.child else -1
        found = {each.pid: each for each in table.values() if group in (each.group, each.session)}
        found |= {each.pid: each for each in tree(table, me) if each.pid != me}
        for known in self._known:
            if (seen := table.get(known.pid)) and seen.start == known.start:
                found[known.pid] = seen
        return [each for each in found.values() if not each.zombie]
