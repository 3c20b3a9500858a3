"""Standings kept between runs, so that asking twice does not read transcripts twice.

A cache in the strict sense: it may be deleted at any time, it is never believed where a file is not the one it was made
from, and what can't be read or written is as good as none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from cctl.core.state.seen import Seen
from cctl.core.state.standing import Standing
from cctl.host import paths
from cctl.host.tail import Place
from cctl.records.errors import CannotWrite

VERSION = 2
KEPT = 2000  # sessions
FILE = "standings.msgpack"


class Kept(msgspec.Struct, array_like=True):
    """One session and how far its files had been read."""

    places: list[Place]
    standing: Standing
    seen: bytes
    ms: int  # when it was last needed


class _File(msgspec.Struct, array_like=True):
    version: int
    prices: str
    sessions: dict[str, Kept]


def load(folder: str, prices: str) -> dict[str, Kept]:
    """What is kept, if it was priced by the same table."""
    try:
        with open(f"{folder}/{FILE}", "rb") as file:  # noqa: PTH123 -- pathlib costs 9 ms at every start
            found = msgspec.msgpack.decode(file.read(), type=_File)
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    return found.sessions if (found.version, found.prices) == (VERSION, prices) else {}


def save(folder: str, prices: str, sessions: Mapping[str, Kept]) -> bool:
    """Keep sessions, the latest if there are too many; False when they can't be written."""
    latest = sorted(sessions.items(), key=lambda item: -item[1].ms)[:KEPT]
    data = _encoded(prices, dict(latest))
    fresh = f"{folder}/{FILE}.{os.getpid()}"
    try:
        paths.private_folder(folder)
        descriptor = paths.private_file(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)
        os.replace(fresh, f"{folder}/{FILE}")  # noqa: PTH105 -- see above
    except (OSError, CannotWrite):
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108 -- see above
        return False
    return True


def keep(standing: Standing, seen: Seen | None, places: list[Place], now_ms: int) -> Kept:
    """A session to be kept. What was seen of processes and registries is of the moment and stays behind."""
    bare = msgspec.structs.replace(standing)
    bare.process, bare.registry, bare.hook, bare.asked, bare.waits = {}, {}, {}, [], []
    bare.process_ms = bare.registry_ms = bare.hook_ms = bare.ended_ms = bare.clock_ms = 0
    return Kept(places, bare, seen.packed() if seen else b"", now_ms)


def _encoded(prices: str, sessions: dict[str, Kept]) -> bytes:
    """A file's bytes; a session whose texts hold half a character is left out, and read anew each time."""
    try:
        return msgspec.msgpack.encode(_File(VERSION, prices, sessions))
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(
            _File(VERSION, prices, {key: kept for key, kept in sessions.items() if _encodes((key, kept))})
        )


def _encodes(value: object) -> bool:
    try:
        msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return False
    return True
