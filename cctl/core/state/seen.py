"""Which ids have been counted, at eight bytes each: what makes a fold idempotent must not outgrow what it folds.

A Python set of strings takes some 150 bytes an id; a hundred live sessions of ten thousand records would fill the
memory that all of `watch` may use.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left

from cctl.core.blake import blake2b
from cctl.records.schema import Record

FRESH = 256
_MARKS = (1 << 64) - 1


class Seen:
    """A set of ids that only grows. Two ids are mixed up once in 10^13 sessions of ten thousand records."""

    __slots__ = ("_brief", "_fresh", "_old", "_room")

    def __init__(self, packed: bytes = b"", *, brief: bool = False) -> None:
        self._brief = brief  # that of a process which hands it to no other: the interpreter's own marks will do
        self._old = array("Q", packed[: len(packed) // 8 * 8])
        self._fresh: set[int] = set()
        self._room = max(FRESH, len(self._old) // 8)

    def add(self, key: str) -> bool:
        """Count an id; False when it has been counted before."""
        if self._brief:
            mark = hash(key) & _MARKS
        else:
            mark = int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        fresh = self._fresh
        if mark in fresh or (self._old and self._is_old(mark)):
            return False
        fresh.add(mark)
        if len(fresh) >= self._room:
            self._settle()
        return True

    def packed(self) -> bytes:
        """What `Seen` is made from again, by this process or, unless it is brief, by another."""
        self._settle()
        return self._old.tobytes()

    def __len__(self) -> int:
        return len(self._old) + len(self._fresh)

    def _is_old(self, mark: int) -> bool:
        old = self._old
        at = bisect_left(old, mark)
        return at < len(old) and old[at] == mark

    def _settle(self) -> None:
        if self._fresh:
            self._old = array("Q", sorted([*self._old, *self._fresh]))
            self._fresh = set()
            self._room = max(FRESH, len(self._old) // 8)


def mark(record: Record) -> str:
    """What tells a record from every other of its session: its id where it has one, else when and where it was said."""
    kind = record.get("type")
    if kind == "result":
        return f"result\0{record.get('call')}"
    if kind == "notice":
        data = record.get("data")
        told = _told(data) if isinstance(data, dict) else ""
        where = f"{record.get('ts')}\0{record.get('agent_id')}\0{_line(record)}"
        return f"notice\0{record.get('kind')}\0{where}\0{told}"
    if kind == "message":  # one response may have several texts, and its id is theirs
        return f"message\0{record.get('id')}\0{record.get('ts')}\0{_line(record)}"
    return f"{kind}\0{record.get('id') or record.get('ts')}"


def _line(record: Record) -> object:
    src = record.get("src")
    return src.get("line") if isinstance(src, dict) else None


def _told(data: Record) -> str:
    """What tells notices of one kind, time and place apart."""
    return "\0".join(f"{key}={data[key]}" for key in sorted(data) if isinstance(data[key], str | int | bool))[:512]
