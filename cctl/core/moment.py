"""Times as transcripts write them, to and from epoch milliseconds.

Nearly every line carries `2026-11-20T09:26:55.904Z`, and the records of one line share it, so the latest answer is
kept. A time without a zone is UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)

_PREFIXES: dict[int, str] = {}  # minutes since the epoch -> "2026-11-20T09:26:"
_PREFIXES_KEPT: Final = 20_000
_SECONDS: Final = tuple(f"{second:02d}." for second in range(60))
_latest: list[tuple[object, int]] = [("", -1)]  # what was asked last
_LAST: Final = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z
_LONGEST: Final = 40


def epoch_ms(text: object) -> int:
    """Epoch milliseconds of a written time; -1 when it is none, or lies before 1970."""
    known, ms = _latest[0]
    if text == known:
        return ms
    if type(text) is not str or len(text) > _LONGEST:
        return -1
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        ms = (moment - EPOCH) // MILLISECOND
    except (ValueError, OverflowError):
        ms = -1
    ms = ms if ms >= 0 else -1
    _latest[0] = text, ms
    return ms


def stamp(ms: int) -> str:
    """The time as records write it: RFC 3339, UTC, milliseconds, `Z`."""
    if not 0 <= ms <= _LAST:
        ms = min(max(ms, 0), _LAST)
    minute, rest = divmod(ms, 60_000)
    prefix = _PREFIXES.get(minute)
    if prefix is None:
        if len(_PREFIXES) >= _PREFIXES_KEPT:
            _PREFIXES.clear()
        prefix = _PREFIXES[minute] = (EPOCH + minute * 60_000 * MILLISECOND).isoformat()[:17]
    second, rest = divmod(rest, 1000)
    return f"{prefix}{_SECONDS[second]}{rest:03d}Z"


def stamped(text: object) -> str:
    """A written time as records write it, "" when it is none."""
    ms = epoch_ms(text)
    if ms < 0:
        return ""
    return text if isinstance(text, str) and _usual(text) else stamp(ms)


def _usual(text: str) -> bool:
    return len(text) == 24 and text[4:20:3] == "--T::." and text[23] == "Z"
