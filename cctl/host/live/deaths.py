"""Noticing at once that a process ended, without looking: one descriptor per process, all behind a single one.

Without pidfds (an old kernel, another system) nothing is noticed here and the caller has to look now and then.
"""

from __future__ import annotations

import os
import select

from cctl.host.process import Identity, Processes


class Deaths:
    """Processes whose end is waited for."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._held: dict[int, tuple[Identity, int]] = {}  # descriptor → process
        self._by_pid: dict[Identity, int] = {}
        self._poll = select.epoll() if hasattr(select, "epoll") and hasattr(os, "pidfd_open") else None

    def fileno(self) -> int:
        """A descriptor that becomes readable when one of them ends; -1 when there is none."""
        return self._poll.fileno() if self._poll else -1

    def watch(self, identity: Identity) -> bool:
        """Wait for the end of a process; False when that can't be done, or it has ended."""
        if self._poll is None or identity in self._by_pid:
            return identity in self._by_pid
        try:
            handle = os.pidfd_open(identity.pid)
        except OSError:
            return False
        seen = self._processes.find(identity.pid)  # the descriptor may be of a process that came after
        if seen is None or seen.start != identity.start:
            os.close(handle)
            return False
        self._poll.register(handle, select.EPOLLIN)
        self._held[handle] = (identity, handle)
        self._by_pid[identity] = handle
        return True

    def ended(self) -> list[Identity]:
        """Those that ended since the last call."""
        if self._poll is None:
            return []
        found = []
        for handle, _ in self._poll.poll(0):
            identity, _ = self._held.pop(handle)
            del self._by_pid[identity]
            self._poll.unregister(handle)
            os.close(handle)
            found.append(identity)
        return found

    def keep(self, wanted: set[Identity]) -> None:
        """Forget all others."""
        for identity in [each for each in self._by_pid if each not in wanted]:
            handle = self._by_pid.pop(identity)
            del self._held[handle]
            if self._poll:
                self._poll.unregister(handle)
            os.close(handle)

    def close(self) -> None:
        """Wait for none any more."""
        self.keep(set())
        if self._poll:
            self._poll.close()
            self._poll = None
