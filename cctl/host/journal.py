"""A file that is only ever added to: one JSON line per entry, durable when `add` returns, safe with several writers.

A line that a crash left torn is passed over and ended by whoever writes next, so that it costs one entry and never two.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from typing import Any

from cctl.host import paths
from cctl.records import codec
from cctl.records.errors import CannotWrite


class Journal:
    """One journal."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._at = 0  # how far it was read

    def add(self, entries: Iterable[dict[str, Any]]) -> None:
        """Append entries as one group: all of them are on the disk, or the caller hears why not."""
        data = b"".join(codec.encode(entry) + b"\n" for entry in entries)
        if not data:
            return
        try:
            with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
                _write(descriptor, b"\n" + data if _torn(descriptor) else data)
                os.fsync(descriptor)
        except OSError as problem:
            raise CannotWrite(f"{self._path}: {problem.strerror}") from None

    def news(self) -> Iterator[dict[str, Any]]:
        """Entries that were not read yet, also those that other processes have added."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        try:
            size = os.fstat(descriptor).st_size
            if size < self._at:
                self._at = 0
            data = os.pread(descriptor, size - self._at, self._at)
        finally:
            os.close(descriptor)
        whole = data.rfind(b"\n") + 1
        self._at += whole
        for line in data[:whole].split(b"\n"):
            if line:
                try:
                    yield codec.decode(line)
                except codec.BadLine:
                    continue

    def once(self, key: str, entry: dict[str, Any], known: set[str]) -> bool:
        """Add an entry unless one with its `key` is there; True for exactly one of all who try at the same time."""
        try:
            with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
                known.update(str(each.get("key")) for each in self.news())
                if key in known:
                    return False
                line = codec.encode({"key": key, **entry}) + b"\n"
                _write(descriptor, b"\n" + line if _torn(descriptor) else line)
                os.fsync(descriptor)
                known.add(key)
                return True
        except OSError as problem:
            raise CannotWrite(f"{self._path}: {problem.strerror}") from None

    def _locked(self, flags: int) -> _Locked:
        paths.private_folder(os.path.dirname(self._path))  # noqa: PTH120 -- pathlib costs 9 ms at every start
        return _Locked(self._path, flags)


class _Locked:
    """An open file that no other writer has at the same time."""

    def __init__(self, path: str, flags: int) -> None:
        self._path, self._flags = path, flags
        self._descriptor = -1

    def __enter__(self) -> int:
        self._descriptor = paths.private_file(self._path, self._flags)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        return self._descriptor

    def __exit__(self, *_problem: object) -> None:
        os.close(self._descriptor)  # the lock goes with it


def _torn(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
