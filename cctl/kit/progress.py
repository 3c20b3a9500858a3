"""Progress of long work: one line on stderr, only when it is a terminal and a second has passed."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line that is written over until the work is done."""

    def __init__(self, noun: str, *, quiet: bool = False, patience_s: float = 1.0, unit: str = "") -> None:
        self._noun, self._unit = noun, unit  # without a unit it counts bytes
        self._shows = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._next = self._start + patience_s
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """So much of so much is done."""
        if not self._shows or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 0.1
        share = done / total if total else 1.0
        amount = f"{done} of {total} {self._unit}" if self._unit else f"{_size(done)} of {_size(total)}"
        line = f"cctl: {self._noun} {share:4.0%} ({amount})"
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def close(self) -> None:
        """Take the line away."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


def _size(count: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} B"
