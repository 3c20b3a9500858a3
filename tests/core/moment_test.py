"""Times: exact, and -1 for what is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.moment import epoch_ms, stamp, stamped

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(st.integers(0, 253_402_300_799_999))
def test_every_millisecond_survives_both_ways(ms: int) -> None:
    assert epoch_ms(stamp(ms)) == ms


@given(st.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 31)), st.integers(-14 * 60, 14 * 60))
def test_offsets_and_microseconds_agree_with_datetime(moment: datetime, minutes: int) -> None:
    from datetime import timezone

    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert epoch_ms(aware.isoformat()) == max((aware - EPOCH) // timedelta(milliseconds=1), -1)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2026-11-20T09:26:55.904Z", 1795166815904),
        ("2026-11-20T09:26:55Z", 1795166815000),
        ("2026-11-20T09:26:55.904+00:00", 1795166815904),
        ("2026-11-20T10:26:55.904+01:00", 1795166815904),
        ("2026-11-20T09:26:55.904", 1795166815904),
        ("2026-11-20 09:26:55.904Z", 1795166815904),
        ("1970-01-01T00:00:00.000Z", 0),
    ],
)
def test_shapes_that_clients_have_written(text: str, ms: int) -> None:
    assert epoch_ms(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2026-13-20T09:26:55.904Z", "2026-11-20T25:26:55.904Z", "2026-11-20T09:60:55.904Z"),
        *(
            "2026-11-20T09:26:60.000Z",
            "2026-11-20T09:26:+5.904Z",
            "2026-11-20T09:26:5５.904Z",
            "0001-01-01T00:00:00.000Z",
        ),
        *("1969-12-31T23:59:59.999Z", "2026-11-20T09:26:55.904Z" * 9, None, 1795166815904, 1.5, True, [], b"2026"),
        *("2026/11/20T09:26:55.904Z", "2026-11-2009:26:5:5.904Z"),
    ],
)
def test_what_is_no_time_is_said_to_be_none(text: object) -> None:
    assert epoch_ms(text) == -1


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-11-20T09:26:55.904Z", "2026-11-20T09:26:55.904Z"),
        ("2026-11-20T10:26:55.904+01:00", "2026-11-20T09:26:55.904Z"),
        ("2026-W47-5T09:26:55.904Z", "2026-11-20T09:26:55.904Z"),
        ("2026-11-20T09:26:55.9040", "2026-11-20T09:26:55.904Z"),
        ("2026-11-20T09:26:55Z", "2026-11-20T09:26:55.000Z"),
        ("2026-11-20T09:61:55.904Z", ""),
        (7, ""),
    ],
)
def test_every_shape_is_written_in_one(text: object, same: str) -> None:
    assert stamped(text) == same


def test_a_stamp_outside_the_calendar_is_clamped() -> None:
    assert stamp(-5) == "1970-01-01T00:00:00.000Z"
    assert stamp(10**18) == "9999-12-31T23:59:59.999Z"
