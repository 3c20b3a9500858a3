"""The other side of minders: orders to the one of this run, and what it and those of earlier runs say."""
# ruff: noqa: PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import fcntl
import os
import signal
import time
from typing import TYPE_CHECKING, Any

from cctl.host import paths
from cctl.host.process import Processes
from cctl.records import codec
from cctl.records.errors import CannotWrite
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from socket import socket

_LOOK_S = 0.01


class Traces(NamedTuple):
    """What a minder's file says of one attempt."""

    starting: bool = False
    pid: int = 0
    start: str = ""
    gone: dict[str, Any] | None = None


class Told:
    """A minder's file, read as it grows."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._at = 0

    def lines(self) -> list[dict[str, Any]]:
        """The whole lines that it has gained."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return []
        try:
            data = os.pread(descriptor, 64 << 20, self._at)
        finally:
            os.close(descriptor)
        whole = data.rfind(b"\n") + 1
        self._at += whole
        return [found for line in data[:whole].split(b"\n") if line and (found := _line(line))]

    def alive(self) -> bool:
        """Whether its minder lives: then nobody else can lock the file."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False


class Own:
    """The minder of this run: started when the first order is given."""

    def __init__(self, folder: str, processes: Processes, slots: int) -> None:
        self._folder, self._processes, self._slots = folder, processes, slots
        self.name = ""
        self.told: Told | None = None
        self._orders: socket | None = None
        self._pid = 0

    def start(self) -> None:
        """Fork it; the file's lock is its sign of life."""
        import socket  # noqa: PLC0415 -- 3 ms that only who has something minded pays

        from cctl.host.plan.second import become  # noqa: PLC0415 -- as above

        number = sum(name.startswith("minder-") for name in os.listdir(self._folder)) + 1
        self.name = f"minder-{number}.jsonl"
        path = f"{self._folder}/{self.name}"
        ours, theirs = socket.socketpair()
        try:
            told = paths.private_file(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        except OSError as problem:
            raise CannotWrite(f"{path}: {problem.strerror}") from None
        fcntl.flock(told, fcntl.LOCK_EX)
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            become(theirs, told, self._processes, lambda: traces(Told(path).lines()))
        os.close(told)
        theirs.close()
        self._orders, self.told = ours, Told(path)
        self.order([{"slots": self._slots}])

    def order(self, orders: list[dict[str, Any]]) -> None:
        """Have commands started; they must stand in the journal by now."""
        if orders:
            assert self._orders is not None
            self._orders.setblocking(True)
            self._orders.sendall(b"".join(codec.encode(each) + b"\n" for each in orders))

    def drop(self, key: str = "") -> None:
        """Take back what was not started yet: all of it, or one attempt."""
        self.order([{"drop": key}])

    def fileno(self) -> int:
        """To be waited for: readable when there is news, or when the minder is gone."""
        assert self._orders is not None
        return self._orders.fileno()

    def heard(self) -> bool:
        """Take the wake-up; False when the minder has died."""
        assert self._orders is not None
        self._orders.setblocking(False)
        try:
            return bool(self._orders.recv(4096))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> list[dict[str, Any]]:
        """Give no more orders; what it said at its end, when nothing runs any more."""
        if self._orders is None or self.told is None:
            return []
        self._orders.close()
        self._orders = None
        os.waitpid(self._pid, 0)
        while self.told.alive():  # somebody killed only the minder's second
            time.sleep(_LOOK_S)
        return self.told.lines()

    def end(self) -> None:
        """Have everything ended, and wait for that."""
        if self._orders is not None:
            os.kill(self._pid, signal.SIGTERM)  # our own child, not reaped yet: the pid is nobody else's
            self.close()


def _line(line: bytes) -> dict[str, Any]:
    try:
        return codec.decode(line)
    except codec.BadLine:
        return {}  # its writer was killed in the middle of it


def traces(lines: list[dict[str, Any]]) -> dict[str, Traces]:
    """What a minder's lines say, by attempt."""
    found: dict[str, Traces] = {}
    for line in lines:
        key = line.get("k")
        if not isinstance(key, str):
            continue
        known = found.get(key, Traces())
        if line["e"] == "starting":
            found[key] = known._replace(starting=True)
        elif line["e"] == "began":
            found[key] = known._replace(starting=True, pid=int(line["pid"]), start=str(line["start"]))
        elif line["e"] == "gone":
            found[key] = known._replace(starting=True, gone=line)
    return found
