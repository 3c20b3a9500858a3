"""Text for people on standard output, held to what holds for records: a reader that left is 141, a full disk is 73.

The interpreter's own stream would lose what it can't write in silence, or call it a defect.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from cctl.kit.say import ReaderGone
from cctl.records.errors import CannotWrite


class Printed(io.TextIOWrapper):
    """Standard output for text."""

    def write(self, text: str, /) -> int:
        """Write, or say why not."""
        try:
            return super().write(text)
        except OSError as problem:
            _failed(problem)

    def flush(self) -> None:
        """Have it written, or say why not."""
        try:
            super().flush()
        except OSError as problem:
            _failed(problem)


def print_safely() -> None:
    """Put it in the place of the interpreter's stream, also where that was closed before we began."""
    if sys.stdout is None or sys.stdout is sys.__stdout__:
        shown = sys.stdout is not None and sys.stdout.isatty()
        raw = open(1, "wb", closefd=False)  # noqa: SIM115 -- it stands as long as the process
        sys.stdout = Printed(raw, encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=shown)


def _failed(problem: OSError) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still held must not fail once more at the end
    if isinstance(problem, BrokenPipeError):
        raise ReaderGone from None
    raise CannotWrite(f"standard output: {problem.strerror}") from None
