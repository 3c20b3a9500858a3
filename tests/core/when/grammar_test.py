"""Every form that a flag takes, by hand; now is Saturday 2026-06-20 15:30 in Berlin."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.when.grammar import Window, before, seconds, stretch, week_start_of, window
from cctl.records.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = 1_781_962_200_000  # 2026-06-20T13:30:00Z


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def test_now_is_what_it_says() -> None:
    assert ms("2026-06-20T15:30+02:00") == NOW


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("90s", "2026-06-20T15:28:30+02:00"),
        ("15m", "2026-06-20T15:15+02:00"),
        ("8h", "2026-06-20T07:30+02:00"),
        ("1h30m", "2026-06-20T14:00+02:00"),
        (" 1h 30m ", "2026-06-20T14:00+02:00"),
        ("1.5h", "2026-06-20T14:00+02:00"),
        ("24h", "2026-06-19T15:30+02:00"),
        ("7d", "2026-06-13T15:30+02:00"),
        ("90d", "2026-03-22T14:30+01:00"),  # by the clock: 90 x 24 hours, across a change of the clock
        ("2w", "2026-06-06T15:30+02:00"),
        ("1mo", "2026-05-20T15:30+02:00"),
        ("4mo", "2026-02-20T15:30+01:00"),  # by the calendar
        ("1mo2d", "2026-05-18T15:30+02:00"),
        ("1y", "2025-06-20T15:30+02:00"),
        ("2d ago", "2026-06-18T15:30+02:00"),
        ("now", "2026-06-20T15:30+02:00"),
        ("999999999y", "1970-01-20T15:30+01:00"),
        ("999999999w", "1970-01-01T00:00Z"),
    ],
)
def test_durations_roll_back_from_now(text: str, start: str) -> None:
    found = stretch(text, now=NOW, zone=BERLIN)
    assert found is not None
    assert (found.start, found.stop, found.unit) == (ms(start), ms(start), None)


@pytest.mark.parametrize(
    ("text", "start", "stop", "unit"),
    [
        ("today", "2026-06-20T00:00+02:00", "2026-06-21T00:00+02:00", "day"),
        ("Yesterday", "2026-06-19T00:00+02:00", "2026-06-20T00:00+02:00", "day"),
        ("week", "2026-06-15T00:00+02:00", "2026-06-22T00:00+02:00", "week"),
        ("this  week", "2026-06-15T00:00+02:00", "2026-06-22T00:00+02:00", "week"),
        ("last week", "2026-06-08T00:00+02:00", "2026-06-15T00:00+02:00", "week"),
        ("month", "2026-06-01T00:00+02:00", "2026-07-01T00:00+02:00", "month"),
        ("last month", "2026-05-01T00:00+02:00", "2026-06-01T00:00+02:00", "month"),
        ("previous year", "2025-01-01T00:00+01:00", "2026-01-01T00:00+01:00", "year"),
        ("this hour", "2026-06-20T15:00+02:00", "2026-06-20T16:00+02:00", "hour"),
        ("saturday", "2026-06-20T00:00+02:00", "2026-06-21T00:00+02:00", "day"),
        ("sunday", "2026-06-14T00:00+02:00", "2026-06-15T00:00+02:00", "day"),
        ("2026-06-01", "2026-06-01T00:00+02:00", "2026-06-02T00:00+02:00", "day"),
        ("20260601", "2026-06-01T00:00+02:00", "2026-06-02T00:00+02:00", "day"),
        ("2026-03-29", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", "day"),
        ("2026-W25", "2026-06-15T00:00+02:00", "2026-06-22T00:00+02:00", "week"),
        ("2026-05", "2026-05-01T00:00+02:00", "2026-06-01T00:00+02:00", "month"),
        ("2025", "2025-01-01T00:00+01:00", "2026-01-01T00:00+01:00", "year"),
    ],
)
def test_words_and_dates_are_stretches_of_the_calendar(text: str, start: str, stop: str, unit: str) -> None:
    assert stretch(text, now=NOW, zone=BERLIN) == (ms(start), ms(stop), unit)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-06-20T10:00", "2026-06-20T10:00+02:00"),
        ("2026-06-20 10:00:01.5", "2026-06-20T10:00:01.500+02:00"),
        ("2026-06-20T10:00Z", "2026-06-20T10:00Z"),
        ("2026-06-20T10:00-0730", "2026-06-20T10:00-07:30"),
        ("2026-06-20T10", "2026-06-20T10:00+02:00"),
        ("1781956800", "2026-06-20T12:00Z"),
        ("@1781956800", "2026-06-20T12:00Z"),
        ("1781956800123", "2026-06-20T12:00:00.123Z"),
        ("1781956800.9", "2026-06-20T12:00Z"),
    ],
)
def test_times_are_moments(text: str, at: str) -> None:
    assert stretch(text, now=NOW, zone=BERLIN) == (ms(at), ms(at), None)


def test_week_start_moves_weeks() -> None:
    found = stretch("this week", now=NOW, zone=BERLIN, week_start=6)
    assert found is not None
    assert found.start == ms("2026-06-14T00:00+02:00")


HOSTILE = ["5", "24", "h", "1x", "1M", "-1h", "+1h", "1h-", "tomorow", "last", "2026-13-01", "2026-02-30", "10:00"]
HOSTILE += [
    "１h",
    "2026-06-20T25:00",
    "99999-01-01",
    "0000",
    "0001-01-01",
    "@1",
    "1e9",
    "\x00",
    "now()",
    "9" * 40,
    "1h" * 5000 + "x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_time_is_one_clear_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        window(text, "", now=NOW, zone=BERLIN)
    said = str(caught.value)
    assert said.startswith("--since ")
    assert "24h" in said
    assert len(said) < 250


def test_a_window_holds_its_last_day() -> None:
    found = window("2026-06-01", "2026-06-20", now=NOW, zone=BERLIN)
    assert found == (ms("2026-06-01T00:00+02:00"), ms("2026-06-21T00:00+02:00"), "day")
    assert window("yesterday", "yesterday", now=NOW, zone=BERLIN).stop == ms("2026-06-20T00:00+02:00")
    assert window("24h", "", now=NOW, zone=BERLIN) == (NOW - 86_400_000, None, None)
    assert window("all", "", now=NOW, zone=BERLIN) == (None, None, None)
    assert window("", "1h", now=NOW, zone=BERLIN) == (None, NOW - 3_600_000, None)
    assert window("7d", "all", now=NOW, zone=BERLIN).stop is None


def test_an_empty_window_is_an_error() -> None:
    with pytest.raises(UsageError, match='--until "2d" is not after --since "1d"'):
        window("1d", "2d", now=NOW, zone=BERLIN)


def test_the_last_resort_is_asked_last() -> None:
    asked = []

    def other(text: str) -> datetime | None:
        asked.append(text)
        return datetime(2026, 6, 1, 9) if text == "June 1st, 9am" else None

    assert stretch("June 1st, 9am", now=NOW, zone=BERLIN, other=other) == (*[ms("2026-06-01T09:00+02:00")] * 2, None)
    assert stretch("24h", now=NOW, zone=BERLIN, other=other) is not None
    assert stretch("nonsense", now=NOW, zone=BERLIN, other=other) is None
    assert asked == ["June 1st, 9am", "nonsense"]
    assert stretch("x", now=NOW, zone=BERLIN, other=lambda _text: datetime(1, 1, 1)) is None
    assert stretch("x", now=NOW, zone=BERLIN, other=lambda _text: datetime(9999, 12, 31, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("since", "until", "start", "stop"),
    [
        ("24h", "", "2026-06-18T15:30+02:00", "2026-06-19T15:30+02:00"),
        ("today", "", "2026-06-19T00:00+02:00", "2026-06-19T15:30+02:00"),
        ("yesterday", "yesterday", "2026-06-18T00:00+02:00", "2026-06-19T00:00+02:00"),
        ("this week", "", "2026-06-08T00:00+02:00", "2026-06-13T15:30+02:00"),
        ("last month", "last month", "2026-04-01T00:00+02:00", "2026-05-01T00:00+02:00"),
        ("2026-06-01", "2026-06-10", "2026-05-22T00:00+02:00", "2026-06-01T00:00+02:00"),
        ("2026-03-28", "2026-03-30", "2026-03-25T00:00+01:00", "2026-03-28T00:00+01:00"),
        ("2026-06-18", "", "2026-06-15T00:00+02:00", "2026-06-17T15:30+02:00"),
    ],
)
def test_the_window_before(since: str, until: str, start: str, stop: str) -> None:
    asked = window(since, until, now=NOW, zone=BERLIN)
    assert before(asked, now=NOW, zone=BERLIN) == (ms(start), ms(stop), asked.unit)


def test_nothing_comes_before_an_open_start() -> None:
    assert before(Window(None, None), now=NOW, zone=BERLIN) is None


@pytest.mark.parametrize(
    ("text", "length"), [("90s", 90), ("1h30m", 5400), ("1.5h", 5400), ("30d", 2_592_000), ("1mo", 2_592_000)]
)
def test_lengths(text: str, length: float) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["", "5", "today", "-1h", "1h x"])
def test_what_is_no_length(text: str) -> None:
    with pytest.raises(UsageError, match="is no duration"):
        seconds(text)


def test_days_of_the_week() -> None:
    assert [week_start_of(text) for text in ("Monday", "mon", "su", "SAT")] == [0, 0, 6, 5]
    for text in ("t", "", "xday", "mondays"):
        with pytest.raises(UsageError):
            week_start_of(text)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_window_or_a_usage_error(text: str) -> None:
    try:
        window(text, text, now=NOW, zone=BERLIN)
    except UsageError:
        pass


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{1,5}(s|m|h|d|w|mo|y)([0-9]{1,3}(s|m|h|d))?", fullmatch=True))
def test_a_duration_never_lies_in_the_future(text: str) -> None:
    found = stretch(text, now=NOW, zone=BERLIN)
    assert found is not None
    assert found.start is not None
    assert 0 <= found.start <= NOW
