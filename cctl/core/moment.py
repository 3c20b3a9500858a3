"""Times as transcripts write them, to and from epoch milliseconds.

Nearly every line carries `2026-11-20T09:26:55.904Z`. Taking that one shape apart by hand, with the hour looked up, is
faster than the general parser, which remains for every other shape. A time without a zone is UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)

_HOURS: dict[str, int] = {}  # "2026-11-20T09:" -> epoch ms of that hour
_PREFIXES: dict[int, str] = {}  # minutes since the epoch -> "2026-11-20T09:26:"
_HOURS_KEPT: Final = 20_000
_latest: list[tuple[object, int]] = [("", -1)]  # what was asked last: the records of one line share their time
_LAST: Final = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z
_LONGEST: Final = 40


def epoch_ms(text: object) -> int:
    """Epoch milliseconds of a written time; -1 when it is none, or lies before 1970."""
    known, ms = _latest[0]
    if text == known:
        return ms
    if type(text) is not str:
        return -1
    ms = _of_usual(text) if _usual(text) else _parsed(text)
    _latest[0] = text, ms
    return ms


def stamp(ms: int) -> str:
    """The time as records write it: RFC 3339, UTC, milliseconds, `Z`."""
    if not 0 <= ms <= _LAST:
        ms = min(max(ms, 0), _LAST)
    minute = ms // 60_000
    prefix = _PREFIXES.get(minute)
    if prefix is None:
        if len(_PREFIXES) >= _HOURS_KEPT:
            _PREFIXES.clear()
        prefix = _PREFIXES[minute] = f"{EPOCH + minute * 60_000 * MILLISECOND:%Y-%m-%dT%H:%M:}"
    second, rest = divmod(ms - minute * 60_000, 1000)
    return f"{prefix}{second:02d}.{rest:03d}Z"


def stamped(text: object) -> str:
    """A written time as records write it, "" when it is none."""
    ms = epoch_ms(text)
    if ms < 0:
        return ""
    return text if isinstance(text, str) and _usual(text) else stamp(ms)


def _of_usual(text: str) -> int:
    digits = text[14:16] + text[17:19] + text[20:23]
    hour = _HOURS.get(text[:14])
    if hour is None:
        hour = _hour(text[:14])
    if hour >= 0 and digits.isascii() and digits.isdigit():
        minute, rest = divmod(int(digits), 100_000)
        if minute < 60 and rest < 60_000:
            return hour + minute * 60_000 + rest
    return -1


def _usual(text: str) -> bool:
    return len(text) == 24 and text[4:20:3] == "--T::." and text[23] == "Z"


def _hour(prefix: str) -> int:
    if len(_HOURS) >= _HOURS_KEPT:
        _HOURS.clear()
    found = _parsed(prefix + "00Z") if prefix.isascii() else -1
    if found >= 0:
        _HOURS[prefix] = found
    return found


def _parsed(text: str) -> int:
    if len(text) > _LONGEST:
        return -1
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max((moment - EPOCH) // MILLISECOND, -1)
    except (ValueError, OverflowError):
        return -1
