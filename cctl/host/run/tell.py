"""What a keeper says: records appended to `events.jsonl`, and `run.json` as it holds now.

A full disk must neither end the run nor take its limits away: what can't be written is counted, and told at the end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

from cctl.core.moment import stamp
from cctl.host.run import folder as place
from cctl.records import codec
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record


class Teller:
    """The records of one run."""

    def __init__(self, folder: place.Folder, told: Callable[[], None], copy: int = -1) -> None:
        self._folder, self._told, self._copy = folder, told, copy
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._events = os.open(folder.file(place.EVENTS), flags, 0o600)
        self.count = self.lost = 0

    def tell(self, record: Record) -> None:
        """One record, whole or not at all."""
        self.count += 1
        data = codec.encode(record) + b"\n"
        self.lost += not _written(self._events, data)
        if self._copy >= 0:
            self.lost += not _written(self._copy, data)
        self._told()

    def end(self, ts: str, code: int, skipped: Mapping[str, int]) -> None:
        """The last record: there is no more to come, and so much was passed over or could not be written."""
        end: Record = {"type": "end", "v": 1, "ts": ts, "of": "run", "records": self.count, "errors": self.lost}
        end |= {"skipped": dict(sorted(skipped.items()))} if skipped else {}
        self.tell(end | {"exit": code})

    def keep(self, record: Record) -> None:
        """Replace `run.json`."""
        try:
            self._folder.keep(record)
        except CannotWrite:
            self.lost += 1


def _written(descriptor: int, data: bytes) -> bool:
    """Write a line, or take back what got there of it: half a line would spoil the next one."""
    try:
        end = os.fstat(descriptor).st_size
        rest = data
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            os.ftruncate(descriptor, end)
            return False
    except OSError:  # a pipe, whose reader is gone
        return False
    return True


def now() -> str:
    """The time as records have it."""
    return stamp(now_ms())


def now_ms() -> int:
    """The same in milliseconds."""
    return time.time_ns() // 1_000_000
