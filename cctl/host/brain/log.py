"""The log of decisions on the disk: appended under a lock, chained line to line, one file a month.

A verdict never waits for it long: who can't have the lock in time writes into a file of its own, which the next one who
has it takes in. A line that a killed process left half written stays where it is and is owned up to by the next line. A
full disk costs the line, not the verdict, and leaves no half of it.
"""
# ruff: noqa: PTH103, PTH108, PTH116, PTH123, PTH208 -- pathlib costs 9 ms

from __future__ import annotations

import fcntl
import os
import time

from cctl.core.brain.chain import End, last, sealed
from cctl.core.hook import codec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    Event = dict[str, object]

PATIENCE_S = 0.03  # for the lock, in a hook
_TAIL = 1 << 16
_LONGEST = 1 << 26  # of a file that is read whole


class Log:
    """The log in one folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.strange = 0

    def append(self, events: list[Event], ts: str, *, patience_s: float = PATIENCE_S) -> str:
        """Write events down; how it went: "" for well, else why they are elsewhere or lost."""
        try:
            os.makedirs(self.folder, 0o700, exist_ok=True)
            lock = self._lock(patience_s)
            if lock < 0:
                return self._aside(events, ts)
            try:
                if given := [*self._waiting(), *((event, ts) for event in events)]:
                    self._write(given)
            finally:
                os.close(lock)
        except OSError as problem:
            return f"{self.folder}: {problem.strerror or problem}"
        return ""

    def files(self) -> list[str]:
        """The files of the log, oldest first."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        return [f"{self.folder}/{name}" for name in sorted(names) if is_part(name)]

    def lines(self) -> Iterator[tuple[str, int, bytes]]:
        """Every line with its file and number; a last one without its newline, too."""
        for path in self.files():
            with open(path, "rb") as file:
                for number, line in enumerate(file, 1):
                    yield path, number, line.removesuffix(b"\n")

    def events(self) -> Iterator[Event]:
        """Every event that can be read; lines that are none are counted in `strange`, but for torn ones."""
        self.strange = owned = 0
        for _, _, line in self.lines():
            try:
                event = codec.decode(line.decode())
            except (ValueError, RecursionError):
                event = None
            if is_event(event):
                owned += bool(event.get("torn"))
                yield event
            else:
                self.strange += bool(line)
        self.strange = max(0, self.strange - owned)

    def rewrite(self, kept: list[Event], mark: Event, ts: str) -> None:
        """Put a new chain in the place of the log: `mark` tells why, then what is kept, each with its own time."""
        lock = self._lock(5.0)
        if lock < 0:
            raise BlockingIOError(11, "another process holds the log")
        try:
            old = self.files()
            fresh = f"{self.folder}/fresh.{os.getpid()}"
            end, data = End(), b""
            for event in (mark | {"ts": ts}, *kept):
                own = {name: value for name, value in event.items() if name not in ("v", "seq", "ts", "prev", "torn")}
                line, end = sealed(own, end, str(event.get("ts", ts)))
                data += line + b"\n"
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                _all(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            target = f"{self.folder}/{part(ts)}"
            os.replace(fresh, target)  # noqa: PTH105 -- as above
            for path in old:
                if path != target:
                    os.unlink(path)
        finally:
            os.close(lock)

    def _lock(self, patience_s: float) -> int:
        """The lock as a descriptor, or -1 when somebody holds it for too long."""
        descriptor = os.open(f"{self.folder}/lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        give_up = time.monotonic() + patience_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    os.close(descriptor)
                    return -1
            time.sleep(0.001)

    def _write(self, events: list[tuple[Event, str]]) -> None:
        """Append under the lock; on an error the file is as long as before."""
        path = max([f"{self.folder}/{part(events[-1][1])}", *self.files()])  # a clock set back opens no old file
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            end, torn = self._end(descriptor, size, path)
            data = b"\n" if torn and size else b""
            for event, ts in events:
                line, end = sealed(event, end, ts, torn)
                data += line + b"\n"
                torn = 0
            try:
                _all(descriptor, data)
            except OSError:
                os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
        for name in self._spooled:
            os.unlink(name)

    def _end(self, descriptor: int, size: int, path: str) -> tuple[End, int]:
        if size:
            return last(os.pread(descriptor, _TAIL, max(0, size - _TAIL)))
        for before in reversed(self.files()):
            if before != path and os.stat(before).st_size:
                with open(before, "rb") as file:
                    file.seek(max(0, os.stat(before).st_size - _TAIL))
                    return last(file.read(_TAIL))
        return End(), 0

    _spooled: tuple[str, ...] = ()

    def _waiting(self) -> list[tuple[Event, str]]:
        """What others wrote aside while somebody held the lock."""
        self._spooled = ()
        folder = f"{self.folder}/spool"
        if not os.path.isdir(folder):  # noqa: PTH112 -- as above
            return []
        found: list[tuple[Event, str]] = []
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl"))  # not one being written
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                for line in file.read(_LONGEST).split(b"\n")[:-1]:
                    try:
                        event = codec.decode(line.decode())
                    except (ValueError, RecursionError):
                        continue
                    if isinstance(event, dict) and isinstance(event.get("event"), str):
                        ts = str(event.pop("ts", ""))
                        found.append((event | {"spooled": True}, ts))
        self._spooled = tuple(f"{folder}/{name}" for name in names)
        return found

    def _aside(self, events: list[Event], ts: str) -> str:
        folder = f"{self.folder}/spool"
        os.makedirs(folder, 0o700, exist_ok=True)
        name = f"{folder}/{time.time_ns()}-{os.getpid()}.jsonl"
        descriptor = os.open(f"{name}.part", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            _all(descriptor, b"".join(codec.encode({"ts": ts} | event).encode() + b"\n" for event in events))
        finally:
            os.close(descriptor)
        os.replace(f"{name}.part", name)  # noqa: PTH105 -- as above
        return "another process holds the log; written aside"


def part(ts: str) -> str:
    """The file of a month."""
    return f"events-{ts[:7]}.jsonl"


def is_event(value: object) -> TypeGuard[Event]:
    """Whether a value is an event with what everybody expects of one: anything may stand in a file."""
    if not isinstance(value, dict) or not isinstance(value.get("event"), str) or type(value.get("seq")) is not int:
        return False
    decided = value["event"] != "decision" or isinstance(value.get("verdict"), dict)
    return isinstance(value.get("ts"), str) and decided


def is_part(name: str) -> bool:
    """Whether a name is that of a file of the log."""
    return name.startswith("events-") and name.endswith(".jsonl") and len(name) == 20


def _all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
