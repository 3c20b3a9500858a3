"""Where the marks of a time axis stand and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

_STEPS_S = (
    *(1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600),
    *(86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 91 * 86400, 365 * 86400),
)


def marks(start_ms: float, end_ms: float, zone: tzinfo, most: int) -> Iterator[tuple[float, str]]:
    """At most so many marks: each as a share of the axis, and its label."""
    reach = (end_ms - start_ms) / 1000
    if reach <= 0:
        yield 0.5, _label(start_ms, 3600, zone)
        return
    years = -(-reach // (_STEPS_S[-1] * most))
    step = next((each for each in _STEPS_S if reach / each <= most), int(_STEPS_S[-1] * years))
    at = _first(datetime.fromtimestamp(start_ms / 1000, zone), step)
    while at.timestamp() * 1000 <= end_ms:
        ms = at.timestamp() * 1000
        if ms >= start_ms:
            yield (ms - start_ms) / (end_ms - start_ms), _label(ms, step, zone)
        at += timedelta(seconds=step)


def _first(start: datetime, step: int) -> datetime:
    """A round time at or before the start, in its own zone."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= 86400:
        return day
    return day + timedelta(seconds=(start - day).total_seconds() // step * step)


def _label(ms: float, step: int, zone: tzinfo) -> str:
    when = datetime.fromtimestamp(ms / 1000, zone)
    if step >= 86400:
        return f"{when:%m-%d}" if step < 300 * 86400 else f"{when:%Y}"
    if step < 60:
        return f"{when:%H:%M:%S}"
    return f"{when:%m-%d}" if when.hour == when.minute == 0 else f"{when:%H:%M}"
