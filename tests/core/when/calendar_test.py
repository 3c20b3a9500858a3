"""The calendar of zones with odd clocks; expected moments were worked out from the zones' published changes."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.when.calendar import (
    LAST_MS,
    UNITS,
    Unit,
    first_day,
    instant,
    local,
    midnight,
    moved,
    next_start,
    start_of,
)

ZONES = [
    *("UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Asia/Kolkata"),
    *(
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Africa/Casablanca",
    ),
]


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("UTC", "2026-06-20", "2026-06-20T00:00Z", 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z", 25),
        ("Asia/Kathmandu", "2026-06-20", "2026-06-19T18:15Z", 24),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", 24.5),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30Z", 23.5),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z", 24),  # the 30th was skipped
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00Z", 23),  # the clock skipped midnight
    ],
)
def test_days_begin_and_last_as_their_zone_says(zone: str, day: str, start: str, hours: float) -> None:
    info = ZoneInfo(zone)
    assert midnight(date.fromisoformat(day), info) == ms(start)
    assert next_start("day", ms(start), info) - ms(start) == hours * 3_600_000
    assert start_of("day", ms(start), info) == ms(start)
    assert local(ms(start) - 1, info).date() < date.fromisoformat(day)


@pytest.mark.parametrize(
    ("moment", "start", "minutes"),
    [
        ("2026-06-20T14:59:59.999+10:30", "2026-06-20T14:00+10:30", 60),
        ("2026-04-05T01:59+11:00", "2026-04-05T01:00+11:00", 90),  # the half hour from 01:30 comes twice
        ("2026-04-05T01:40+10:30", "2026-04-05T01:00+11:00", 90),
        ("2026-10-04T02:45+11:00", "2026-10-04T02:30+11:00", 30),  # 02:00 to 02:30 is skipped
    ],
)
def test_hours_of_lord_howe(moment: str, start: str, minutes: int) -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    assert start_of("hour", ms(moment), zone) == ms(start)
    assert next_start("hour", ms(moment), zone) - ms(start) == minutes * 60_000


def test_an_hour_that_comes_twice_is_two_hours() -> None:
    zone = ZoneInfo("America/New_York")
    first, second = ms("2026-11-01T01:30-04:00"), ms("2026-11-01T01:30-05:00")
    assert start_of("hour", second, zone) - start_of("hour", first, zone) == 3_600_000


@pytest.mark.parametrize(
    ("unit", "start", "stop"),
    [
        ("week", "2026-06-15", "2026-06-22"),
        ("month", "2026-06-01", "2026-07-01"),
        ("year", "2026-01-01", "2027-01-01"),
        ("day", "2026-06-20", "2026-06-21"),
    ],
)
def test_units_of_the_calendar(unit: Unit, start: str, stop: str) -> None:
    at = ms("2026-06-20T12:00+02:00")
    zone = ZoneInfo("Europe/Berlin")
    assert start_of(unit, at, zone) == ms(f"{start}T00:00+02:00") + (3_600_000 if unit == "year" else 0)
    assert local(next_start(unit, at, zone), zone).date() == date.fromisoformat(stop)


def test_weeks_begin_on_the_day_asked_for() -> None:
    saturday = date(2026, 6, 20)
    assert first_day("week", saturday) == date(2026, 6, 15)
    assert first_day("week", saturday, 6) == date(2026, 6, 14)
    assert first_day("week", saturday, 5) == saturday
    assert first_day("week", date.min, 3) == date.min


def test_moving_keeps_the_clock() -> None:
    zone = ZoneInfo("Europe/Berlin")
    noon = ms("2026-03-29T12:00+02:00")
    assert moved(noon, "day", -1, zone) == ms("2026-03-28T12:00+01:00")
    assert moved(noon, "week", 1, zone) == noon + 7 * 86_400_000
    assert moved(noon, "hour", -12, zone) == noon - 12 * 3_600_000
    assert moved(ms("2026-03-31T00:00+02:00"), "month", -1, zone) == ms("2026-02-28T00:00+01:00")
    assert moved(ms("2024-02-29T00:00+01:00"), "year", 1, zone) == ms("2025-02-28T00:00+01:00")
    assert moved(noon, "year", -9_999_999, zone) == ms("1970-01-29T12:00+01:00")


@settings(deadline=None)
@given(st.integers(0, 4_102_444_800_000), st.sampled_from(UNITS), st.sampled_from(ZONES), st.integers(0, 6))
def test_units_leave_no_gap_and_never_overlap(at: int, unit: Unit, zone: str, week_start: int) -> None:
    info = ZoneInfo(zone)
    start, stop = start_of(unit, at, info, week_start), next_start(unit, at, info, week_start)
    assert start <= at < stop
    assert start_of(unit, start, info, week_start) == start
    assert start_of(unit, stop - 1, info, week_start) == start
    assert start_of(unit, stop, info, week_start) == stop


@settings(deadline=None)
@given(st.integers(-(1 << 70), 1 << 70), st.sampled_from(UNITS))
def test_no_moment_is_too_far(at: int, unit: Unit) -> None:
    held = min(max(at, 0), LAST_MS)
    assert start_of(unit, held, UTC) <= held < next_start(unit, at, UTC)
    assert start_of(unit, at, UTC) > -7 * 86_400_000
    assert instant(local(held, UTC)) == held


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_hours_in_every_zone(zone: str) -> None:
    info = ZoneInfo(zone)
    at, stop = ms("2026-01-01T00:00Z"), ms("2027-01-01T00:00Z")
    starts = [start_of("hour", at, info)]
    while starts[-1] < stop:
        starts.append(next_start("hour", starts[-1], info))
    gaps = {(two - one) // 60_000 for one, two in pairwise(starts)}
    assert gaps == ({30, 60, 90} if zone == "Australia/Lord_Howe" else {60})
