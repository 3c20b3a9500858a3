"""A file that is only ever added to: one JSON line per entry, durable when `add` returns, safe with several writers.

A line that a crash left torn is passed over and ended by whoever writes next, so that it costs one entry and never two.
A journal with a bound forgets its older half when it has grown past it, and remembers up to when it forgot: what is
older than that counts as done, so that nothing is done twice.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from cctl.core.moment import epoch_ms, stamp
from cctl.host import paths
from cctl.records import codec
from cctl.records.errors import CannotWrite

_FORGOT: Final = "forgot"  # the only key of the line that says up to when entries were dropped


class Journal:
    """One journal."""

    def __init__(self, path: str, most: int = 0) -> None:
        self._path, self._most = path, most  # bytes; 0: without a bound
        self._at = 0  # how far it was read
        self._file = (-1, -1)  # which file that was: a journal that forgets is a new one
        self.forgot_ms = -1

    def add(self, entries: Iterable[dict[str, Any]]) -> None:
        """Append entries as one group: all of them are on the disk, or the caller hears why not."""
        data = b"".join(codec.encode(entry) + b"\n" for entry in entries)
        if not data:
            return
        try:
            with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
                _write(descriptor, b"\n" + data if _torn(descriptor) else data)
                os.fsync(descriptor)
                self._bound(descriptor)
        except OSError as problem:
            raise CannotWrite(f"{self._path}: {problem.strerror}") from None

    def news(self) -> Iterator[dict[str, Any]]:
        """Entries that were not read yet, also those that other processes have added."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        try:
            found = os.fstat(descriptor)
            size, file = found.st_size, (found.st_dev, found.st_ino)
            if size < self._at or file != self._file:
                self._at, self._file = 0, file
            data = os.pread(descriptor, size - self._at, self._at)
        finally:
            os.close(descriptor)
        whole = data.rfind(b"\n") + 1
        self._at += whole
        for entry in _entries(data[:whole]):
            if _FORGOT in entry and len(entry) == 1:
                self.forgot_ms = max(self.forgot_ms, epoch_ms(entry[_FORGOT]))
            else:
                yield entry

    def once(self, key: str, entry: dict[str, Any], known: set[str]) -> bool:
        """Add an entry unless one with its `key` is or was there; True for exactly one of all who try at once."""
        try:
            with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
                known.update(str(each.get("key")) for each in self.news())
                if key in known or 0 <= epoch_ms(entry.get("at") or entry.get("ts")) <= self.forgot_ms:
                    return False
                line = codec.encode({"key": key, **entry}) + b"\n"
                _write(descriptor, b"\n" + line if _torn(descriptor) else line)
                os.fsync(descriptor)
                known.add(key)
                self._bound(descriptor)
                return True
        except OSError as problem:
            raise CannotWrite(f"{self._path}: {problem.strerror}") from None

    def _bound(self, descriptor: int) -> None:
        """Forget the older half of what grew too long; the lock is held, and a crash leaves one file or the other."""
        size = os.fstat(descriptor).st_size
        if not self._most or size <= self._most:
            return
        data = os.pread(descriptor, size, 0)
        cut = data.find(b"\n", size - self._most // 2) + 1
        until = min(_latest(data[:cut]), _latest(data[cut:]))  # a clock that once ran ahead must not stop every act
        made = f"{self._path}.new"
        with suppress(OSError):  # a full disk: it is tried again with the next entry
            fresh = paths.private_file(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            try:
                _write(fresh, codec.encode({_FORGOT: stamp(until)}) + b"\n" + data[cut:])
                os.fsync(fresh)
            finally:
                os.close(fresh)
            os.replace(made, self._path)  # noqa: PTH105 -- pathlib costs 9 ms at every start

    def _locked(self, flags: int) -> _Locked:
        paths.private_folder(os.path.dirname(self._path))  # noqa: PTH120 -- pathlib costs 9 ms at every start
        return _Locked(self._path, flags)


class _Locked:
    """An open file that no other writer has at the same time."""

    def __init__(self, path: str, flags: int) -> None:
        self._path, self._flags = path, flags
        self._descriptor = -1

    def __enter__(self) -> int:
        while True:
            self._descriptor = paths.private_file(self._path, self._flags)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            if _named(self._path, self._descriptor):
                return self._descriptor
            os.close(self._descriptor)  # while we waited, the journal forgot and began anew

    def __exit__(self, *_problem: object) -> None:
        os.close(self._descriptor)  # the lock goes with it


def _named(path: str, descriptor: int) -> bool:
    try:
        found, held = os.stat(path), os.fstat(descriptor)  # noqa: PTH116 -- pathlib costs 9 ms at every start
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (held.st_dev, held.st_ino)


def _entries(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n"):
        if line:
            try:
                yield codec.decode(line)
            except codec.BadLine:
                continue


def _latest(data: bytes) -> int:
    return max((epoch_ms(entry.get("ts") or entry.get(_FORGOT)) for entry in _entries(data)), default=0)


def _torn(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
