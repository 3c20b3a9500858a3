"""Transcripts that were packed away: by `clean --archive` with gzip, by some releases of an agent with zstd.

They are read wherever they are named and wherever they lie. What unpacks zstd is part of Python from 3.14 on and an
extra before; without it each such file is an error with a reason, never a file without spend.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

ENDINGS = (".gz", ".zst")
MISSING = "packed with zstd, which needs Python 3.14 or `pip install 'cctl[zstd]'`"
_PIECE = 1 << 20


class Unreadable(OSError):
    """A packed file that can't be unpacked; `strerror` says why."""

    def __init__(self, why: str) -> None:
        super().__init__(0, why)


def plain(name: str) -> str:
    """The name that the file had before it was packed."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name


def is_packed(path: str) -> bool:
    """Whether a file must be unpacked before it is read."""
    return path.endswith(ENDINGS)


def can_zstd() -> bool:
    """Whether zstd can be unpacked here."""
    try:
        _zstd()
    except Unreadable:
        return False
    return True


@contextmanager
def opened(path: str, descriptor: int = -1) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, from a descriptor of it where there is one; raises `OSError` with a reason."""
    file = os.fdopen(descriptor, "rb", closefd=False) if descriptor >= 0 else open(path, "rb")  # noqa: PTH123, SIM115 -- pathlib costs 9 ms; closed below
    with file:
        try:
            if path.endswith(".zst"):
                with _zstd()(file) as unpacked:
                    yield unpacked
            else:
                import gzip  # noqa: PLC0415 -- only archives pay

                with gzip.open(file) as told:
                    yield cast("IO[bytes]", told)
        except (EOFError, ValueError) as problem:
            raise Unreadable(str(problem)) from None
        except OSError:
            raise
        except Exception as problem:  # each decoder has errors of its own
            if type(problem).__name__ not in ("ZstdError", "error"):
                raise
            raise Unreadable(str(problem)) from None


@contextmanager
def unpacked(path: str, descriptor: int) -> Iterator[int]:
    """A descriptor of a nameless file with the unpacked bytes, so that any place in it can be read again."""
    import tempfile  # noqa: PLC0415 -- only archives pay

    with tempfile.TemporaryFile(prefix="cctl-") as whole, opened(path, descriptor) as told:
        while piece := told.read(_PIECE):
            whole.write(piece)
        whole.flush()
        yield whole.fileno()


def _zstd() -> Any:
    """What opens a zstd file, from whichever package is there."""
    try:
        from compression.zstd import ZstdFile  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 -- 3.14
    except ImportError:
        pass
    else:
        return ZstdFile
    try:
        import zstandard  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 -- an extra
    except ImportError:
        raise Unreadable(MISSING) from None
    return lambda file: zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
