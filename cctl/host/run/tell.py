"""What a keeper says: records appended to `events.jsonl`, and `run.json` as it holds now.

A full disk must neither end the run nor take its limits away: what can't be written is counted, and told at the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from cctl.host.run import folder as place
from cctl.records import codec
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record


class Teller:
    """The records of one run."""

    def __init__(self, folder: place.Folder, told: Callable[[], None]) -> None:
        self._folder, self._told = folder, told
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._events = os.open(folder.file(place.EVENTS), flags, 0o600)
        self.count = self.lost = 0

    def tell(self, record: Record) -> None:
        """One record, whole or not at all."""
        self.count += 1
        data = codec.encode(record) + b"\n"
        end = os.fstat(self._events).st_size
        try:
            rest = data
            while rest:
                rest = rest[os.write(self._events, rest) :]
        except OSError:
            self.lost += 1
            os.ftruncate(self._events, end)  # half a line would spoil the next one
        self._told()

    def keep(self, record: Record) -> None:
        """Replace `run.json`."""
        try:
            self._folder.keep(record)
        except CannotWrite:
            self.lost += 1
