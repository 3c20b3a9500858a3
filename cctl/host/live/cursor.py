"""Where a reading of many files stood, kept in one file of cursor records, so that a restart loses nothing.

It is written after what it speaks of has left, never before: what comes twice after a crash has the same ids, what
would not come at all would be lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from cctl.host.pipe import is_pipe
from cctl.host.tail import Place
from cctl.records import codec
from cctl.records.errors import CannotWrite, NoInput
from cctl.records.schema import Record

EVERY_S = 2.0  # at most this often


class Cursor:
    """A cursor file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._at = float("-inf")
        self._last: list[Record] = []

    def places(self) -> dict[str, Place]:
        """Where the reading stood; empty when the file isn't there yet."""
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123 -- pathlib costs 9 ms at every start
                lines = file.read().split(b"\n")
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise NoInput(f"{self._path}: {problem.strerror}") from None
        found = {}
        for line in lines:
            if line and (place := _place(line)):
                found[place.path] = place
        return found

    def note(self, records: Iterable[Record], ts: str, second: float, *, now: bool = False) -> None:
        """Keep where the reading stands, now or when it is time again."""
        if not now and second - self._at < EVERY_S:
            return
        self._at = second
        told = [{"type": "cursor", "v": 1, "ts": ts, **record} for record in records]
        bare = [{**record, "ts": ""} for record in told]
        if bare != self._last:
            self._last = bare
            self._write(b"".join(codec.encode(record) + b"\n" for record in told))

    def _write(self, data: bytes) -> None:
        if is_pipe(self._path):
            return  # /dev/null: nothing is to be remembered, and the device stays where it is
        fresh = f"{self._path}.{os.getpid()}.tmp"
        try:
            with open(fresh, "wb") as file:  # noqa: PTH123 -- see above
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self._path)  # noqa: PTH105 -- see above
        except OSError as problem:
            with suppress(OSError):
                os.unlink(fresh)  # noqa: PTH108 -- see above
            raise CannotWrite(f"{self._path}: {problem.strerror}") from None


def _place(line: bytes) -> Place | None:
    try:
        record = codec.decode(line)
        path, offset, number, inode = (record[name] for name in ("path", "offset", "line", "inode"))
        head = int(str(record["head"]), 16)
    except (codec.BadLine, KeyError, ValueError):
        return None
    if not isinstance(path, str) or any(type(value) is not int or value < -1 for value in (offset, number, inode)):
        return None
    return Place(path, offset, number, inode, head)
