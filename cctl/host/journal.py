"""A file that only grows: records that must not be lost once it is said that they are written.

Appending collects; a commit writes all that was collected with one call and waits until the disk has it, so that a
hundred records cost one wait. A process or machine that dies while it writes leaves a torn tail, which is no record and
is cut off by whoever writes next; a bad line with good ones after it is damage, and is named.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from cctl.host.paths import private_file, private_folder
from cctl.records import codec
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record

_CHUNK = 1 << 20


class Journal:
    """A journal to write to; several processes may, their commits don't mix."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._collected: list[bytes] = []
        private_folder(os.path.dirname(path))  # noqa: PTH120 -- pathlib costs 9 ms
        try:
            self._descriptor = private_file(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            _to_disk_folder(path)
        except OSError as problem:
            raise CannotWrite(f"{path}: {problem.strerror}") from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def append(self, record: Record) -> None:
        """Add a record to the next commit."""
        self._collected.append(codec.encode(record) + b"\n")

    def commit(self) -> None:
        """Write what was appended, all of it or none; when this returns, it is on the disk."""
        if not self._collected:
            return
        with self._alone():
            end = _whole(self._descriptor)
            data = b"".join(self._collected)
            try:
                _write(self._descriptor, data)
                to_disk(self._descriptor)
            except OSError as problem:
                os.ftruncate(self._descriptor, end)
                raise CannotWrite(f"{self.path}: {problem.strerror}") from None
            self._collected.clear()

    def close(self) -> None:
        """Close the file; what was appended and not committed is forgotten."""
        os.close(self._descriptor)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)


def replay(path: str, damaged: Callable[[int], None] | None = None) -> Iterator[Record]:
    """The records of a journal in order; `damaged` is told the line of each that can't be read, but for a torn tail."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    bad: list[int] = []
    with open(descriptor, "rb", buffering=_CHUNK) as file:  # noqa: PTH123 -- it is open already
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                record = codec.decode(line)
            except codec.BadLine:
                bad.append(number)
                continue
            if damaged:
                for each in bad:
                    damaged(each)
            bad.clear()
            yield record


def to_disk(descriptor: int) -> None:
    """Wait until the disk itself has what was written; macOS only promises it when asked by another name."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            pass  # not every file system knows it
        os.fsync(descriptor)
    else:
        os.fdatasync(descriptor)


def _to_disk_folder(path: str) -> None:
    """Make the file's name last as well, when it is new."""
    if os.stat(path).st_size:  # noqa: PTH116 -- see above
        return
    folder = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)  # noqa: PTH120 -- see above
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        written = os.write(descriptor, left)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def _whole(descriptor: int) -> int:
    """Cut a torn tail off, and tell where the file ends then."""
    size = end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - _CHUNK)
        data = os.pread(descriptor, end - start, start)
        newline = data.rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    if end < size:
        os.ftruncate(descriptor, end)
    return end
