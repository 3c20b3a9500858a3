"""Sessions whose next call is refused: one small file each, written by `act` and `budget`, read by the hook.

To deny the next call is the only stop that loses nothing: the agent is told why, and goes on when the file is gone.
Only the standard library is used here, since the hook looks before every call.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import Any

from cctl.records.named import NamedTuple

FOLDER = "deny"
_MOST = 65_536  # bytes of a file that are looked at; what is written is far less
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_REASON = 1000
_ID = 100
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Refusal(NamedTuple):
    """Why a session's calls are refused."""

    session: str
    reason: str  # what the agent is told
    by: str  # act, budget
    ts: str  # since when
    until: str = ""  # "": until it is lifted
    ends: bool = False  # whether the run is to end, too
    evidence: tuple[str, ...] = ()  # ids of the records that caused it


def refuse(state: str, refusal: Refusal) -> bool:
    """Refuse a session's next calls; raises OSError when it can't be written, ValueError for what is no session id.

    False when the disk had no room for more than an empty file: that refuses as well, since a runaway which fills the
    disk is the last that should go on, but why and until when is lost.
    """
    path = _path(state, refusal.session)
    if not path:
        raise ValueError(f"{refusal.session[:40]!r} is no session id")
    told = refusal._replace(
        reason=refusal.reason[:_REASON], evidence=tuple(each[:_ID] for each in refusal.evidence[:8])
    )
    import json  # noqa: PLC0415 -- 1 ms that only a refusal pays

    given = {name: value for name, value in told._asdict().items() if value not in ("", False)}
    data = json.dumps({"v": 1, **given}, separators=(",", ":")).encode()
    os.makedirs(f"{state}/{FOLDER}", 0o700, exist_ok=True)  # noqa: PTH103 -- the hook imports no pathlib
    fresh = f"{path}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            kept = _written(descriptor, data)
        finally:
            os.close(descriptor)
        os.replace(fresh, path)  # noqa: PTH105 -- see above
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108 -- see above
        raise
    return kept


def _written(descriptor: int, data: bytes) -> bool:
    """Whether all of it is on the disk; what a full disk took only part of is taken back."""
    try:
        if os.write(descriptor, data) == len(data):
            os.fsync(descriptor)
            return True
    except OSError as problem:
        if problem.errno not in _FULL:
            raise
    os.ftruncate(descriptor, 0)
    return False


def refused(state: str, session: str, now: str) -> Refusal | None:
    """The refusal that stands against a session, None when none does.

    A file that is there and can't be understood still refuses: whoever damages it must not thereby be let through.
    """
    path = _path(state, session)
    if not path:
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError:
        return Refusal(session, "refused; the reason can't be read", "unknown", "")
    import json  # noqa: PLC0415 -- as above

    try:
        given: Any = json.loads(os.read(descriptor, _MOST))
        found = Refusal(
            session,
            str(given["reason"]),
            str(given["by"]),
            str(given["ts"]),
            str(given.get("until") or ""),
            given.get("ends") is True,
            tuple(str(each) for each in given.get("evidence") or ()),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Refusal(session, "refused; the reason can't be read", "unknown", "")
    finally:
        os.close(descriptor)
    return None if found.until and found.until <= now else found


def lift(state: str, session: str) -> bool:
    """Let a session go on; False when nothing stood against it."""
    path = _path(state, session)
    try:
        os.unlink(path or "/nonexistent")  # noqa: PTH108 -- see above
    except FileNotFoundError:
        return False
    return True


def _path(state: str, session: str) -> str:
    """The file of a session, "" when the text is no session id; then it could lead anywhere."""
    if not session or len(session) > 128 or session[0] == "." or not _PLAIN.issuperset(session):
        return ""
    return f"{state}/{FOLDER}/{session}.json"
