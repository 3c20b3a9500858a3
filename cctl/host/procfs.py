"""The process table as Linux tells it, read from /proc.

The name of a process stands in parentheses in `stat` and may itself hold parentheses and blanks: fields are counted
from the *last* closing one. Signals go through a pidfd where the kernel has them: between the check of the start time
and the signal no other process can take the pid.
"""

from __future__ import annotations

import os
import signal

from cctl.host.process import Identity, Process, exists, send


class Procfs:
    """/proc."""

    def __init__(self, root: str = "/proc") -> None:
        self._root = root
        self._tick = os.sysconf("SC_CLK_TCK") or 100
        self._page = os.sysconf("SC_PAGE_SIZE") or 4096

    def find(self, pid: int) -> Process | None:
        try:
            with open(f"{self._root}/{int(pid)}/stat", "rb") as stream:  # noqa: PTH123 -- a Path costs as much as the read
                return self._row(pid, stream.read(4096))
        except (OSError, ValueError, IndexError):
            return None

    def all(self) -> dict[int, Process]:
        found = {}
        try:
            names = os.listdir(self._root)  # noqa: PTH208 -- thousands of names, no Path wanted
        except OSError:
            return {}
        for name in names:
            if name.isdigit() and (process := self.find(int(name))):
                found[process.pid] = process
        return found

    def exists(self, pid: int) -> bool:
        return exists(pid)

    def arguments(self, pid: int) -> list[str]:
        try:
            with open(f"{self._root}/{int(pid)}/cmdline", "rb") as stream:  # noqa: PTH123 -- see `stat`
                raw = stream.read()
        except OSError:
            return []
        return [os.fsdecode(part) for part in raw.split(b"\0") if part]

    def stopped(self, pid: int) -> bool:
        """Whether a process is suspended: it hears no signal but SIGKILL before it is told to go on."""
        try:
            with open(f"{self._root}/{int(pid)}/stat", "rb") as stream:  # noqa: PTH123 -- as in `find`
                raw = stream.read(4096)
        except (OSError, ValueError):
            return False
        return raw[raw.rfind(b")") + 2 :][:1] in (b"T", b"t")

    def files(self, pid: int) -> list[str]:
        """Paths of the files that a process of ours holds open."""
        found = []
        folder = f"{self._root}/{int(pid)}/fd"
        try:
            names = os.listdir(folder)  # noqa: PTH208 -- a Path per descriptor is waste
        except OSError:
            return []
        for name in names:
            try:
                found.append(os.readlink(f"{folder}/{name}"))  # noqa: PTH115 -- see above
            except OSError:
                continue
        return found

    def signal(self, identity: Identity, number: int) -> bool:
        if not hasattr(os, "pidfd_open"):
            seen = self.find(identity.pid)
            return seen is not None and seen.start == identity.start and send(identity.pid, number)
        try:
            handle = os.pidfd_open(identity.pid)
        except ProcessLookupError:
            return False
        except OSError:  # an old kernel, or a sandbox that forbids the call
            seen = self.find(identity.pid)
            return seen is not None and seen.start == identity.start and send(identity.pid, number)
        try:
            seen = self.find(identity.pid)
            if seen is None or seen.start != identity.start:
                return False
            signal.pidfd_send_signal(handle, number)
            return True
        except ProcessLookupError:
            return False
        finally:
            os.close(handle)

    def _row(self, pid: int, raw: bytes) -> Process:
        open_, close = raw.index(b"("), raw.rindex(b")")
        fields = raw[close + 2 :].split()
        return Process(
            pid=pid,
            start=fields[19].decode(),
            parent=int(fields[1]),
            group=int(fields[2]),
            session=int(fields[3]),
            cpu_s=(int(fields[11]) + int(fields[12])) / self._tick,
            rss_bytes=max(0, int(fields[21])) * self._page,
            zombie=fields[0] in (b"Z", b"X"),
            name=raw[open_ + 1 : close].decode("utf-8", "replace"),
        )


def namespace(root: str = "/proc") -> str:
    """Which pid numbering this process lives in (`pid:[…]`), "" when that can't be known."""
    try:
        return os.readlink(f"{root}/self/ns/pid")  # noqa: PTH115 -- the text of the link is the answer, not a path
    except OSError:
        return ""
