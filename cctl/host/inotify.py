"""Linux's inotify through ctypes: a line that is appended to any of thousands of files wakes the reader within 0.1 ms.

Watches stand on folders, not on files: what must be held does not grow with the number of transcripts, and a file that
is made, renamed or replaced needs no watch of its own. The kernel's limits are facts of life: too many watches
(ENOSPC) and a queue that overflows both come back as plain answers, so that the caller can look for itself.
"""

from __future__ import annotations

import errno
import os
import select
import struct

from cctl.records.named import NamedTuple

MODIFY, MOVED_FROM, MOVED_TO = 0x2, 0x40, 0x80
CREATE, DELETE, DELETE_SELF, MOVE_SELF = 0x100, 0x200, 0x400, 0x800
UNMOUNT, OVERFLOW, IGNORED = 0x2000, 0x4000, 0x8000
ONLYDIR, ISDIR = 0x1000000, 0x40000000
MASK = MODIFY | MOVED_FROM | MOVED_TO | CREATE | DELETE | DELETE_SELF | MOVE_SELF | ONLYDIR
BUFFER = 1 << 18
_EVENT = struct.Struct("iIII")


class Full(OSError):
    """The kernel has no more watches or instances to give."""


class Event(NamedTuple):
    """One thing that happened in a watched folder."""

    folder: str
    name: bytes  # "" for the folder itself
    mask: int


class Inotify:
    """One inotify instance."""

    def __init__(self) -> None:
        import ctypes  # noqa: PLC0415 -- 4 ms that a single look does without

        self._libc, self._errno = ctypes.CDLL(None, use_errno=True), ctypes.get_errno
        self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd < 0:
            raise Full(code := self._errno(), os.strerror(code))
        self._folders: dict[int, str] = {}
        self._watches: dict[str, int] = {}
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)

    def fileno(self) -> int:
        """The descriptor that becomes readable when something happened."""
        return int(self._fd)

    def add(self, folder: str) -> bool:
        """Watch a folder; False when it isn't there. `Full` when the kernel has no watch left."""
        watch = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), MASK)
        if watch < 0:
            code = self._errno()
            if code in (errno.ENOSPC, errno.ENOMEM):
                raise Full(code, os.strerror(code))
            return False
        old = self._folders.get(watch)
        if old is not None and old != folder:
            self._watches.pop(old, None)  # the same folder by another name: the newer name is where it is
        self._folders[watch], self._watches[folder] = folder, watch
        return True

    def drop(self, folder: str) -> None:
        """Watch it no longer."""
        watch = self._watches.pop(folder, None)
        if watch is not None:
            self._folders.pop(watch, None)
            self._libc.inotify_rm_watch(self._fd, watch)

    @property
    def folders(self) -> int:
        """How many folders are watched."""
        return len(self._watches)

    def also(self, descriptor: int) -> None:
        """Let another descriptor end the waiting too."""
        self._poll.register(descriptor, select.POLLIN)

    def wait(self, timeout_s: float | None) -> tuple[list[Event], bool]:
        """What has happened, after at most so long, and whether the kernel lost some of it."""
        wanted = None if timeout_s is None else max(0.0, timeout_s * 1000)
        if not self._poll.poll(wanted):
            return [], False
        try:
            raw = os.read(self._fd, BUFFER)
        except BlockingIOError:
            return [], False
        events: list[Event] = []
        lost, at = False, 0
        while at + _EVENT.size <= len(raw):
            watch, mask, _cookie, length = _EVENT.unpack_from(raw, at)
            at += _EVENT.size
            name = raw[at : at + length].rstrip(b"\0")
            at += length
            if mask & OVERFLOW:
                lost = True
                continue
            folder = self._folders.get(watch)
            if folder is None:
                continue
            if mask & IGNORED:
                self._folders.pop(watch, None)
                self._watches.pop(folder, None)
            events.append(Event(folder, name, mask))
        return events, lost

    def close(self) -> None:
        """Give it back."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
