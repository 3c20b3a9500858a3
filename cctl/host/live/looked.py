"""What processes had used when somebody last looked, kept between runs: one look alone tells no use of a processor.

Whoever asks every few seconds is told what was used since; whoever asks for the first time has to look twice.
"""

from __future__ import annotations

import os
from contextlib import suppress

import msgspec

from cctl.host import paths
from cctl.host.process import Meter
from cctl.records.errors import CannotWrite

FILE = "looked.msgpack"
FRESH_S = 60.0  # an older look tells of another time


class _Look(msgspec.Struct, array_like=True):
    at_s: float
    roots: list[int]
    used: list[tuple[int, str, float]]  # pid, start, processor seconds


def load(folder: str, now_s: float) -> Meter:
    """A meter that knows the last look, if that was lately."""
    meter = Meter()
    try:
        with open(f"{folder}/{FILE}", "rb") as file:  # noqa: PTH123 -- pathlib costs 9 ms at every start
            found = msgspec.msgpack.decode(file.read(), type=_Look)
    except (OSError, msgspec.MsgspecError, ValueError):
        return meter
    if 0 < now_s - found.at_s <= FRESH_S:
        meter.recall(found.at_s, found.roots, found.used)
    return meter


def save(folder: str, meter: Meter, now_s: float) -> None:
    """Keep a look for the next run; where that can't be done the next run looks twice."""
    roots, used = meter.seen()
    fresh = f"{folder}/{FILE}.{os.getpid()}"
    try:
        paths.private_folder(folder)
        descriptor = paths.private_file(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            os.write(descriptor, msgspec.msgpack.encode(_Look(now_s, roots, used)))
        finally:
            os.close(descriptor)
        os.replace(fresh, f"{folder}/{FILE}")  # noqa: PTH105 -- see above
    except (OSError, CannotWrite):
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108 -- see above
