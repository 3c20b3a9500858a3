"""Reading records: whole lines in batches from files or standard input, each line guarded.

The splitting is by LF alone and by hand: a text stream would also split at U+2028, decode what nobody asked for, and
make a filter wait for a full buffer. A line that arrives alone is a batch of one and leaves at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from cctl.host.pipe import widen
from cctl.records.codec import split
from cctl.records.errors import NoInput
from cctl.records.named import NamedTuple

CHUNK = 1 << 20
MAX_LINE = 16 << 20
PIPE = 1 << 16  # what a pipe holds, unless it is asked to hold more


class Batch(NamedTuple):
    """Whole lines of one read; `first` is the number of the first of them."""

    path: str
    first: int
    lines: list[bytes]
    too_long: list[int]  # numbers of lines over the limit; they are not among `lines`
    block: bytes = b""  # what begins with the lines as they came, where there is such a piece


def batches(files: Sequence[str], *, max_line: int = MAX_LINE) -> Iterator[Batch]:
    """The lines of the files in order; no file means standard input, `-` too."""
    for path in files or ("-",):
        if path == "-":
            yield from _split(0, "-", max_line)
            continue
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as problem:
            raise NoInput(f"{path}: {problem.strerror}") from None
        try:
            yield from _split(descriptor, path, max_line)
        finally:
            os.close(descriptor)


def _split(descriptor: int, path: str, max_line: int) -> Iterator[Batch]:
    number, rest = 1, b""
    dropping = False  # inside a line that is over the limit
    widened = False
    while chunk := _read(descriptor, path):
        if not widened and len(chunk) > PIPE // 2:
            widened = True
            widen(descriptor)
        too_long: list[int] = []
        if dropping:
            cut = chunk.find(b"\n")
            if cut < 0:
                continue
            chunk, dropping, number = chunk[cut + 1 :], False, number + 1
        if number == 1 and not rest and chunk.startswith(b"\xef\xbb\xbf"):
            chunk = chunk[3:]
        if b"\n" not in chunk:
            rest += chunk
            if len(rest) > max_line:
                rest, dropping, too_long = b"", True, [number]
                yield Batch(path, number, [], too_long)
            continue
        block = rest + chunk if rest else chunk
        lines = split(block)
        rest = lines.pop()
        yield _guarded(path, number, lines, max_line, block)
        number += len(lines)
    if rest:
        yield _guarded(path, number, [rest], max_line)


def _guarded(path: str, first: int, lines: list[bytes], max_line: int, block: bytes = b"") -> Batch:
    too_long: list[int] = []
    if max(map(len, lines)) > max_line:
        too_long = [first + i for i, line in enumerate(lines) if len(line) > max_line]
        lines = [b"" if len(line) > max_line else line for line in lines]
        block = b""
    return Batch(path, first, lines, too_long, block)


def _read(descriptor: int, path: str) -> bytes:
    try:
        return os.read(descriptor, CHUNK)
    except OSError as problem:
        raise NoInput(f"{path}: {problem.strerror}") from None


def listed(path: str) -> list[str]:
    """The names in a NUL-separated list (`--files0-from`), as `find -print0` writes it."""
    found: list[bytes] = []
    rest = b""
    descriptor = 0 if path == "-" else _opened(path)
    while chunk := _read(descriptor, path):
        *whole, rest = (rest + chunk).split(b"\0")
        found += whole
    if descriptor:
        os.close(descriptor)
    return [os.fsdecode(name) for name in [*found, rest] if name]


def _opened(path: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as problem:
        raise NoInput(f"{path}: {problem.strerror}") from None


def waiting(descriptor: int = 0) -> int:
    """Bytes that wait on a pipe; 0 for anything else, so that a terminal or an idle CI pipe says nothing."""
    import stat  # noqa: PLC0415 -- asked once, at the end of a source

    try:
        if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return 0
        import fcntl  # noqa: PLC0415 -- see above
        import termios  # noqa: PLC0415 -- see above

        return int.from_bytes(fcntl.ioctl(descriptor, termios.FIONREAD, b"\0" * 4), "little")
    except (OSError, ImportError):
        return 0


def json_values(files: Sequence[str]) -> Iterator[object]:
    """Values of `--from json`: one array, or pretty-printed and concatenated objects, without holding them all."""
    import ijson  # noqa: PLC0415 -- 15 ms that only `--from json` pays

    for path in files or ("-",):
        descriptor = 0 if path == "-" else _opened(path)
        with os.fdopen(descriptor, "rb", closefd=descriptor != 0) as stream:
            start = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
            prefix = "item" if start.startswith(b"[") else ""
            yield from ijson.items(stream, prefix, use_float=True, multiple_values=True)
