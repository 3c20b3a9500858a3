"""What a minder has running, in memory that it shares with its second: one slot for each, and no file to wait for.

A slot is filled before the command is started and gets its pid right after, so that whoever reads it later knows of
every command, and of one at most without a pid. Its length is written last and taken away first: a slot that was being
written when its writer was killed is empty.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from struct import Struct
from typing import Any

from cctl.records import codec
from cctl.records.named import NamedTuple

SLOTS = 4096
_SIZE = 512
_ALIVE = -1 << 31
_HEAD = Struct("=IIi")  # length, pid, status
_PID = Struct("=I")
_STATUS = Struct("=i")


class Entry(NamedTuple):
    """One command that was started, or was about to be."""

    pid: int  # 0 when it was about to be
    key: str
    begun: float  # all times by the clock that never jumps
    until: float  # its time limit, 0 for none
    grace: tuple[float, float, float]
    alone: bool
    code: int | None = None  # how it ended, where that has not been told yet: negative for a signal


class Slate:
    """The slots."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SLOTS * _SIZE)
        self._free = list(range(SLOTS - 1, -1, -1))
        self._taken: dict[int, int] = {}

    def about(self, entry: Entry) -> int:
        """A command is about to be started: its slot, -1 when there is none to be had."""
        data = codec.encode({"entry": entry[1:6]})
        if not self._free or len(data) > _SIZE - _HEAD.size:
            return -1
        slot = self._free.pop()
        at = slot * _SIZE
        self._memory[at + _HEAD.size : at + _HEAD.size + len(data)] = data
        _HEAD.pack_into(self._memory, at, len(data), 0, _ALIVE)
        return slot

    def begun(self, slot: int, pid: int) -> None:
        """It has been started."""
        if slot >= 0:
            _PID.pack_into(self._memory, slot * _SIZE + 4, pid)
            self._taken[pid] = slot

    def failed(self, slot: int) -> None:
        """It could not be."""
        if slot >= 0:
            _HEAD.pack_into(self._memory, slot * _SIZE, 0, 0, _ALIVE)
            self._free.append(slot)

    def ended(self, pid: int, code: int) -> None:
        """It is about to be reaped."""
        if (slot := self._taken.get(pid, -1)) >= 0:
            _STATUS.pack_into(self._memory, slot * _SIZE + 8, code)

    def over(self, pid: int) -> None:
        """Its end has been told."""
        self.failed(self._taken.pop(pid, -1))

    def entries(self) -> Iterator[Entry]:
        """All that was running, for whoever goes on; who reads has not written."""
        for at in range(0, SLOTS * _SIZE, _SIZE):
            length, pid, code = _HEAD.unpack_from(self._memory, at)
            if length:
                said: list[Any] = codec.decode(self._memory[at + _HEAD.size : at + _HEAD.size + length])["entry"]
                key, begun, until, grace, alone = said
                yield Entry(pid, key, begun, until, tuple(grace), alone, None if code == _ALIVE else code)
