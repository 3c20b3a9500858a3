"""Settings files of agents: read as text, replaced whole, never half written and never over somebody else's change."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cctl.records.errors import BadConfig, CannotWrite, Locked

LARGEST = 4 << 20


def read(path: str) -> str | None:
    """The text of a file, None when there is none; `BadConfig` when it is no text that can be changed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe in its place must not hold us
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise BadConfig(f"{path}: not a plain file")
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise BadConfig(f"{path}: {problem.strerror}") from None
    if len(raw) > LARGEST:
        raise BadConfig(f"{path}: larger than settings can be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadConfig(f"{path}: not UTF-8 at byte {problem.start}") from None


def replace(path: str, text: str, before: str | None) -> list[str]:
    """Put a text in a file's place, with its mode and owner; the folders that were made for it.

    A link stays a link: what it leads to is replaced, as those who keep their settings elsewhere expect. Whoever
    changed the file since it was read keeps what he wrote, and we say so.
    """
    import tempfile  # noqa: PLC0415 -- 3 ms that only who writes pays

    target = Path(os.path.realpath(path))
    made = folders(target.parent)
    try:
        descriptor, fresh = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8"))
                _like(target, file.fileno())
                file.flush()
                os.fsync(file.fileno())
            if read(str(target)) != before:
                raise Locked(f"{path}: changed while cctl was at it; try again")
            os.replace(fresh, target)  # noqa: PTH105 -- both are names in one folder
        finally:
            Path(fresh).unlink(missing_ok=True)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None
    return made


def remove(path: str, made: list[str]) -> None:
    """Take away a file that cctl made, and the folders it made for it, if nothing else lies there; a link stays."""
    Path(os.path.realpath(path)).unlink(missing_ok=True)
    for folder in reversed(made):
        try:
            Path(folder).rmdir()
        except OSError:
            return


def folders(folder: Path) -> list[str]:
    """Make the folders that are missing, the outermost first; which they were."""
    missing = []
    at = folder
    while not at.exists():
        missing.append(at)
        at = at.parent
    try:
        for each in reversed(missing):
            each.mkdir(mode=0o700)
    except OSError as problem:
        raise CannotWrite(f"{folder}: {problem.strerror}") from None
    return [str(each) for each in reversed(missing)]


def _like(target: Path, descriptor: int) -> None:
    """Give a new file the mode and owner of the one it replaces; one that is new is its user's alone."""
    try:
        told = target.stat()
    except FileNotFoundError:
        return
    os.fchmod(descriptor, stat.S_IMODE(told.st_mode))
    if (told.st_uid, told.st_gid) != (os.geteuid(), os.getegid()) and os.geteuid() == 0:
        os.fchown(descriptor, told.st_uid, told.st_gid)
