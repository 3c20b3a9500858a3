"""Which ids have been counted, at eight bytes each: what makes a fold idempotent must not outgrow what it folds.

A Python set of strings takes some 150 bytes an id; a hundred live sessions of ten thousand records would fill the
memory that all of `watch` may use.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b

FRESH = 256


class Seen:
    """A set of ids that only grows. Two ids are mixed up once in 10^13 sessions of ten thousand records."""

    __slots__ = ("_fresh", "_old")

    def __init__(self, packed: bytes = b"") -> None:
        self._old = array("Q", packed[: len(packed) // 8 * 8])
        self._fresh: set[int] = set()

    def add(self, key: str) -> bool:
        """Count an id; False when it has been counted before."""
        mark = int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        if mark in self._fresh or self._is_old(mark):
            return False
        self._fresh.add(mark)
        if len(self._fresh) >= max(FRESH, len(self._old) // 8):
            self._settle()
        return True

    def packed(self) -> bytes:
        """What `Seen` is made from again."""
        self._settle()
        return self._old.tobytes()

    def __len__(self) -> int:
        return len(self._old) + len(self._fresh)

    def _is_old(self, mark: int) -> bool:
        at = bisect_left(self._old, mark)
        return at < len(self._old) and self._old[at] == mark

    def _settle(self) -> None:
        if self._fresh:
            self._old = array("Q", sorted([*self._old, *self._fresh]))
            self._fresh = set()
