"""Small files, read whole and appended to: the only input and output of a hook besides its pipe.

An append is one write to a descriptor opened for appending, which the kernel keeps in one piece beside other hooks'
appends; no lock is taken, so no other process can hold a verdict up.
"""
# ruff: noqa: PTH103, PTH116 -- pathlib costs 9 ms, more than the verdict

from __future__ import annotations

import os

from cctl.core.hook import codec

MOST = 4 << 20
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe put in the way of a file must not hold us
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def content(path: str, most: int = MOST) -> bytes | None:
    """What a file holds, None when there is none; one that can't be read, or is larger, is an OSError."""
    try:
        fd = os.open(path, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        pieces = []
        left = most + 1
        while left > 0 and (piece := os.read(fd, left)):
            pieces.append(piece)
            left -= len(piece)
        if left <= 0:
            raise OSError(27, "larger than it can be", path)
        return b"".join(pieces)
    finally:
        os.close(fd)


def document(path: str) -> object:
    """The JSON value in a file; None when there is no file, False when it can't be read as one."""
    try:
        found = content(path)
        return None if found is None else codec.decode(found.decode())
    except (OSError, ValueError, RecursionError):
        return False


def tail(path: str, most: int) -> bytes:
    """The last bytes of a file; empty when there is none."""
    try:
        fd = os.open(path, _READ)
    except OSError:
        return b""
    try:
        size = os.fstat(fd).st_size
        return os.pread(fd, most, max(0, size - most))
    except OSError:
        return b""
    finally:
        os.close(fd)


def append(path: str, line: bytes) -> bool:
    """Add a line to a file, made with its folder for this user alone; False when that can't be done."""
    try:
        fd = _opened(path)
    except OSError:
        return False
    try:
        return os.write(fd, line) == len(line)
    except OSError:
        return False
    finally:
        os.close(fd)


def _opened(path: str) -> int:
    try:
        return os.open(path, _APPEND, 0o600)
    except FileNotFoundError:
        os.makedirs(path.rpartition("/")[0], 0o700, exist_ok=True)
        return os.open(path, _APPEND, 0o600)


def stamp(path: str) -> list[int]:
    """What changes when a file does; empty when there is none."""
    try:
        told = os.stat(path)
    except OSError:
        return []
    return [told.st_mtime_ns, told.st_size, told.st_ino]
