"""The one grammar of time for all flags: `90s 24h 1h30m 7d 2w 1mo today "last week" 2026-06-20T10:00Z all`.

Durations roll back from now; words and dates are stretches of the zone's calendar. `--since` takes the start of a
stretch and `--until` its end, so that `--since 2026-06-01 --until 2026-06-30` holds both days. A value that isn't
understood is an error: a filter that silently becomes "everything" is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from cctl.core.when.calendar import (
    FIRST_MS,
    LAST_MS,
    MONDAY,
    WEEKDAYS,
    Unit,
    instant,
    local,
    midnight,
    moved,
    next_start,
    start_of,
)
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

EXPECTED: Final = 'a duration (90s, 24h, 1h30m, 7d, 2w, 1mo), today, yesterday, "last week", a date or time, or all'

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "mo": 2_592_000, "y": 31_536_000}
_PART = pattern(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(mo|[smhdwy])")
_DURATION = pattern(rf"(?:{_PART.pattern}\s*)+")
_WORD = pattern(r"(?:(this|last|previous)\s+)?(hour|day|week|month|year)")
_EPOCH = pattern(r"@?([0-9]{9,14})(?:\.[0-9]+)?")
_MONTH = pattern(r"([0-9]{4})-([0-9]{2})")
_TIME = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[tT ][0-9]{2}.*")

Parser = Callable[[str], datetime | None]


class Stretch(NamedTuple):
    """A named stretch of time; both ends are equal where a moment was named."""

    start: int | None  # epoch ms, None: from the beginning
    stop: int | None  # epoch ms, exclusive; None: without end
    unit: Unit | None = None  # of the calendar, None when it rolls


class Window(NamedTuple):
    """What `--since` and `--until` ask for: `start` up to, not including, `stop`."""

    start: int | None
    stop: int | None
    unit: Unit | None = None  # unit of the calendar that `start` begins, None when the window rolls


def seconds(text: str) -> float:
    """Length of a duration, for flags that want a length alone; a month counts 30 days, a year 365."""
    if not _DURATION.fullmatch(text.strip()):
        raise UsageError(f'"{text}" is no duration; say 90s, 24h, 1h30m, 7d, 2w or 1mo')
    return sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(text))


def stretch(
    text: str, *, now: int, zone: tzinfo, week_start: int = MONDAY, other: Parser | None = None
) -> Stretch | None:
    """The stretch that a text names, None when it names none; `other` is asked last."""
    said = " ".join(text.split())
    low = said.lower()
    if low in ("all", "ever", "forever"):
        return Stretch(None, None)
    if low == "now":
        return Stretch(now, now)
    rolled = said.removesuffix(" ago")
    if _DURATION.fullmatch(rolled):
        start = _rolled(rolled, now, zone)
        return Stretch(start, start)
    return _calendar(low, now, zone, week_start) or _written(said, zone, week_start) or _other(said, zone, other)


def window(
    since: str, until: str, *, now: int, zone: tzinfo, week_start: int = MONDAY, other: Parser | None = None
) -> Window:
    """The window of `--since` and `--until`; an empty text leaves its end open."""
    first, last = (
        _named(text, flag, now, zone, week_start, other) for text, flag in ((since, "--since"), (until, "--until"))
    )
    start, stop = first.start, last.stop
    if start is not None and stop is not None and start >= stop:
        raise UsageError(f'--until "{until}" is not after --since "{since}"')
    return Window(start, stop, first.unit)


class Step(NamedTuple):
    """How far back the stretch lies that a window is compared with."""

    length: int
    unit: Unit | None = None  # None: milliseconds

    def back(self, ms: int, zone: tzinfo) -> int:
        """The moment that one of the window is compared with."""
        return ms - self.length if self.unit is None else moved(ms, self.unit, -self.length, zone)


def step(asked: Window, *, now: int, zone: tzinfo) -> Step | None:
    """From a window to the one of the same length just before; None before an open start.

    A calendar window moves by its unit, so that today until noon follows yesterday until noon.
    """
    if asked.start is None:
        return None
    stop = now if asked.stop is None else asked.stop
    if asked.unit is None:
        return Step(max(stop - asked.start, 0))
    if stop <= next_start(asked.unit, asked.start, zone, local(asked.start, zone).weekday()):
        return Step(1, asked.unit)
    return Step(_days_in(asked.start, stop, zone), "day")


def before(asked: Window, *, now: int, zone: tzinfo) -> Window | None:
    """The window of the same length just before, for comparisons; None before an open start."""
    by = step(asked, now=now, zone=zone)
    if asked.start is None or by is None:
        return None
    stop = now if asked.stop is None else asked.stop
    return Window(by.back(asked.start, zone), min(by.back(stop, zone), asked.start), asked.unit)


def _days_in(start: int, stop: int, zone: tzinfo) -> int:
    """Days that a stretch touches."""
    return (local(max(stop - 1, start), zone).date() - local(start, zone).date()).days + 1


def week_start_of(text: str) -> int:
    """Number of a weekday from its name, or the first letters of it; Monday is 0."""
    low = text.strip().lower()
    found = [number for number, name in enumerate(WEEKDAYS) if len(low) >= 2 and name.startswith(low)]
    if len(found) != 1:
        raise UsageError(f'"{text}" is no day of the week; say monday, sunday …')
    return found[0]


def _named(text: str, flag: str, now: int, zone: tzinfo, week_start: int, other: Parser | None) -> Stretch:
    if not text.strip():
        return Stretch(None, None)
    found = stretch(text, now=now, zone=zone, week_start=week_start, other=other)
    if found is None:
        shown = text if len(text) <= 60 else text[:60] + "…"
        raise UsageError(f'{flag} "{shown}" is no time; expected {EXPECTED}')
    return found


def _rolled(text: str, now: int, zone: tzinfo) -> int:
    """Months go by the calendar, everything else by the clock."""
    start: float = now
    for number, unit in _PART.findall(text):
        if unit in ("mo", "y") and "." not in number:
            start = moved(int(start), "month" if unit == "mo" else "year", -min(int(number), 120_000), zone)
        else:
            start -= float(number) * _SECONDS[unit] * 1000
    return max(int(start), 0)


def _calendar(low: str, now: int, zone: tzinfo, week_start: int) -> Stretch | None:
    if low in ("today", "yesterday"):
        low = "this day" if low == "today" else "last day"
    found = _WORD.fullmatch(low)
    if found:
        unit: Unit = found[2]  # type: ignore[assignment]  # the pattern allows nothing else
        at = start_of(unit, now, zone, week_start)
        if found[1] in ("last", "previous"):
            at = start_of(unit, at - 1, zone, week_start)
        return Stretch(at, next_start(unit, at, zone, week_start), unit)
    if low in WEEKDAYS:
        today = local(now, zone).date()
        day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(low)) % 7)
        return _days(day, "day", zone)
    return None


def _written(said: str, zone: tzinfo, week_start: int) -> Stretch | None:
    found = _EPOCH.fullmatch(said)
    if found:
        at = int(found[1]) if len(found[1]) > 11 else int(found[1]) * 1000
        return Stretch(at, at)
    try:
        if _MONTH.fullmatch(said):
            return _days(date.fromisoformat(f"{said}-01"), "month", zone)
        if re.fullmatch("(?:19[7-9]|2[0-9]{2})[0-9]", said):
            return _days(date(int(said), 1, 1), "year", zone)
        if _TIME.fullmatch(said):
            moment = datetime.fromisoformat(said)
            at = instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))
            return Stretch(at, at)
        return _days(date.fromisoformat(said), "week" if re.fullmatch("[0-9]{4}-?W[0-9]{2}", said) else "day", zone)
    except (ValueError, OverflowError):
        return None


def _days(day: date, unit: Unit, zone: tzinfo) -> Stretch | None:
    """The unit that begins with a day; an ISO week begins on a Monday whatever the user's own weeks do."""
    if not 1970 <= day.year < 9998:
        return None
    start = midnight(day, zone)
    return Stretch(start, next_start(unit, start, zone, day.weekday()), unit)


def _other(said: str, zone: tzinfo, other: Parser | None) -> Stretch | None:
    moment = other(said) if other else None
    if moment is None:
        return None
    try:
        at = instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None
    return Stretch(at, at) if FIRST_MS <= at <= LAST_MS else None
