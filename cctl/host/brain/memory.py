"""The memory on the disk, and whether it may be trusted today.

It says how far the log had come when it was written. What came after is looked through for denials only: one that isn't
folded in yet takes all of the memory back until `cctl brain learn` has run. A log that is shorter or other than the
memory remembers has been tampered with, and then nothing is spent.
"""
# ruff: noqa: PTH103, PTH105, PTH123, PTH208 -- pathlib costs 9 ms that no judge may pay before its first call

from __future__ import annotations

import os
import stat

from cctl.core.brain.chain import sha256
from cctl.core.brain.memory import Memory
from cctl.host.brain.log import Log

FILE = "memory"
KEY = "key"
_LONGEST = 32 << 20
_AHEAD = 4 << 20  # bytes of log that may be ahead of the memory
_DENIALS = (b'"event":"rejected"', b'"event":"interrupted"', b'"answer":"deny"', b'"event":"forget"')


def load(folder: str, now_ms: int, tables: str) -> Memory | None:
    """The memory in the brain's folder; None where nothing was learnt yet."""
    text = own_file(f"{folder}/{FILE}", _LONGEST)
    if text is None:
        return None
    made = Memory(text.decode("utf-8", "replace"), secret(folder), now_ms, tables)
    if not made.stale:
        made.stale = _behind(folder, made.head)
    return made


def secret(folder: str, *, make: bool = False) -> bytes:
    """The key that audits are drawn with; without one every call is drawn alike, which is the careful side."""
    path = f"{folder}/{KEY}"
    found = own_file(path, 64)
    if not found and make:
        os.makedirs(folder, 0o700, exist_ok=True)
        found = os.urandom(32)
        keep(path, found)
    return found or b""


def keep(path: str, data: bytes) -> None:
    """Write a file whole or not at all, for this user alone."""
    fresh = f"{path}.{os.getpid()}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(fresh, path)


def cut_off(folder: str) -> str:
    """Whether the log still holds what the memory was learnt from: its end can be cut off without breaking a link."""
    text = own_file(f"{folder}/{FILE}", _LONGEST)
    head = Memory(text.decode("utf-8", "replace"), b"", 0, "").head if text is not None else ("", 0, "")
    return _behind(folder, head, only_before=True) if head[0] else ""


def _behind(folder: str, head: tuple[str, int, str], *, only_before: bool = False) -> str:
    """Why the log is not as the memory remembers it, or has denials that it doesn't know; "" when all is well."""
    name, size, hashed = head
    files = [path.rpartition("/")[2] for path in Log(folder).files()]
    if not name:
        return "" if not files else "nothing of the log is learnt yet"
    if name not in files:
        return "the log that it was learnt from is gone"
    path = f"{folder}/{name}"
    with open(path, "rb") as file:
        file.seek(max(0, size - (1 << 16)))
        before = file.read(min(size, 1 << 16))
        after = file.read(_AHEAD + 1)
    line = before[before.rfind(b"\n", 0, len(before) - 1) + 1 : -1]
    if not before.endswith(b"\n") or sha256()(line) != hashed:
        return "the log is not the one that it was learnt from"
    if only_before:
        return ""
    for later in files[files.index(name) + 1 :]:
        after += _bytes(f"{folder}/{later}", _AHEAD + 1) or b""
    after += _aside(f"{folder}/spool")
    if len(after) > _AHEAD:
        return "too much has happened since; `cctl brain learn` catches up"
    if any(mark in after for mark in _DENIALS):
        return "a denial is not learnt yet; `cctl brain learn` catches up"
    return ""


def _aside(folder: str) -> bytes:
    """What was written aside while somebody held the log."""
    try:
        names = os.listdir(folder)
    except OSError:
        return b""
    return b"".join(_bytes(f"{folder}/{name}", _AHEAD) or b"" for name in names)


def own_file(path: str, most: int) -> bytes | None:
    """A file of this user's that nobody else may write; anything else in its place is nothing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    told = os.fstat(descriptor)
    if told.st_uid != os.geteuid() or told.st_mode & 0o022 or not stat.S_ISREG(told.st_mode):
        os.close(descriptor)
        return None
    with open(descriptor, "rb") as file:
        return file.read(most)


def _bytes(path: str, most: int) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(most)
    except OSError:
        return None
