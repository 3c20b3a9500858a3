"""Files that are written whole or not at all: made under another name beside the target, then put in its place.

A reader never sees half a film, two writers never mix, and a file that is there already stays unless it was said that
it may go. A link refuses what a rename would overwrite, so the check and the act are one.

What is no file (`/dev/null`, `/dev/stdout`, a pipe) is written into, and never replaced: a rename would take the device
away from everybody.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cctl.host.pipe import is_pipe
from cctl.records.errors import CannotWrite

_HINT = "--force replaces it"


def ending(path: str) -> str:
    """The ending of a name, in lower case, with its dot."""
    name = path.rpartition("/")[2]
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


def check(path: str, *, force: bool) -> None:
    """Say early what would fail at the end of a long rendering."""
    folder = os.path.dirname(path) or "."  # noqa: PTH120 -- pathlib costs 9 ms at every start
    if os.path.isdir(path):  # noqa: PTH112 -- see above
        raise CannotWrite(f"{path}: is a folder")
    if not os.path.isdir(folder):  # noqa: PTH112 -- see above
        raise CannotWrite(f"{path}: no folder {folder}")
    if os.path.lexists(path) and not force:
        raise CannotWrite(f"{path}: is there already", hint=_HINT)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(f"{path}: Permission denied")


@contextmanager
def replacing(path: str, *, force: bool, mode: int = 0o666) -> Iterator[str]:
    """A path to write to; when all went well it becomes the target, else it is gone."""
    if is_pipe(path):
        raise CannotWrite(f"{path}: is no file")
    folder, name = os.path.split(path)
    ending = os.path.splitext(name)[1]  # noqa: PTH122 -- see above
    import tempfile  # noqa: PLC0415 -- 2 ms that only writing pays

    try:
        descriptor, made = tempfile.mkstemp(prefix=".cctl-", suffix=ending, dir=folder or ".")
        os.close(descriptor)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None
    try:
        yield made
        os.chmod(made, mode & ~_umask())  # noqa: PTH101 -- see above
        _put(made, path, force)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror or problem}") from None
    finally:
        if os.path.lexists(made):
            os.unlink(made)  # noqa: PTH108 -- see above


def written(path: str, pieces: Iterable[bytes], *, force: bool, mode: int = 0o666) -> int:
    """Write a file whole; how many bytes it has."""
    if is_pipe(path):
        return _into(path, pieces)
    size = 0
    with replacing(path, force=force, mode=mode) as made, open(made, "wb") as file:  # noqa: PTH123 -- see above
        for piece in pieces:
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def _into(path: str, pieces: Iterable[bytes]) -> int:
    try:
        with open(path, "wb") as file:  # noqa: PTH123 -- see above
            return sum(file.write(piece) for piece in pieces)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None


def _put(made: str, path: str, force: bool) -> None:
    if force:
        os.replace(made, path)  # noqa: PTH105 -- see above
        return
    try:
        os.link(made, path)
    except FileExistsError:
        raise CannotWrite(f"{path}: is there already", hint=_HINT) from None
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise CannotWrite(f"{path}: is there already", hint=_HINT) from None
        os.rename(made, path)  # noqa: PTH104 -- see above


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now
