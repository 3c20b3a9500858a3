"""Hours, days, weeks, months and years of a zone, as half-open stretches of epoch milliseconds.

Everything goes through the zone's own clock, because a day may have 23, 24.5 or 25 hours, an hour 30 or 90 minutes
(Lord Howe), and midnight may not exist. Stretches of one unit never overlap and leave no gap.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Literal

Unit = Literal["hour", "day", "week", "month", "year"]

UNITS: Final[tuple[Unit, ...]] = ("hour", "day", "week", "month", "year")
MONDAY: Final = 0
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_MS: Final = 0
LAST_MS: Final = 253_402_300_799_999 - 86_400_000 * 400  # room for one step of any unit before the year 10000
_END_MS: Final = 253_402_300_799_999 - 86_400_000 * 2
HOUR_MS: Final = 3_600_000


def local(ms: int, zone: tzinfo) -> datetime:
    """What the zone's clock shows; moments outside 1970 to 9997 are taken for the nearest inside."""
    whole, rest = divmod(min(max(ms, FIRST_MS), _END_MS), 1000)
    return datetime.fromtimestamp(whole, zone).replace(microsecond=rest * 1000)


def instant(moment: datetime) -> int:
    """Epoch milliseconds of a clock reading that knows its zone."""
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def midnight(day: date, zone: tzinfo) -> int:
    """First moment of a day; where the clock skips midnight, the first moment that it does show."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=zone))


def first_day(unit: Unit, day: date, week_start: int = MONDAY) -> date:
    """First day of the unit that a day lies in."""
    if unit == "week":
        back = (day.weekday() - week_start) % 7
        return day - timedelta(days=back) if day.toordinal() > back else day
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def start_of(unit: Unit, ms: int, zone: tzinfo, week_start: int = MONDAY) -> int:
    """First moment of the unit that a moment lies in."""
    shown = local(ms, zone)
    if unit == "hour":
        return instant(shown.replace(minute=0, second=0, microsecond=0))
    return midnight(first_day(unit, shown.date(), week_start), zone)


def next_start(unit: Unit, ms: int, zone: tzinfo, week_start: int = MONDAY) -> int:
    """First moment of the unit after the one that a moment lies in."""
    ms = min(ms, LAST_MS)
    if unit == "hour":
        start = start_of(unit, ms, zone)
        later = start + HOUR_MS
        if start_of("hour", later, zone) == start:  # an hour of 90 minutes, where a clock goes back by 30
            later += HOUR_MS // 2
        return start_of("hour", later, zone)
    day = first_day(unit, local(ms, zone).date(), week_start)
    days = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    return midnight(first_day(unit, day + timedelta(days=days), week_start), zone)


def moved(ms: int, unit: Unit, count: int, zone: tzinfo) -> int:
    """The same clock reading some units away; the 31st becomes the last day of a shorter month."""
    if unit == "hour":
        return ms + count * HOUR_MS
    shown = local(ms, zone).replace(fold=0)
    if unit in ("day", "week"):
        return instant(shown + timedelta(days=count * (7 if unit == "week" else 1)))
    months = shown.year * 12 + shown.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(min(max(months, 1970 * 12), 9998 * 12), 12)
    first = date(year, month + 1, 1)
    longest = ((first + timedelta(days=31)).replace(day=1) - first).days
    return instant(shown.replace(year=year, month=month + 1, day=min(shown.day, longest)))
