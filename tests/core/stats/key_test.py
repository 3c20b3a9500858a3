"""Keys and periods."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cctl.core.stats.key import FAR_S, Period, keys_of, name, periods
from cctl.records.errors import UsageError


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def test_keys_are_named_in_order() -> None:
    assert keys_of(" Day, model ,") == ("day", "model")
    assert keys_of("") == ()


@pytest.mark.parametrize(("text", "said"), [("dya", '"dya"; one of hour'), ("day,day", "named twice")])
def test_a_bad_key_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        keys_of(text)


def test_periods_cover_a_span_and_end_where_the_next_begins() -> None:
    found = periods(("day",), [(ms("2026-06-19T12:00Z"), ms("2026-06-20T00:00Z"))], UTC, 0)
    assert [each.names for each in found] == [("2026-06-19",), ("2026-06-20",), ("2026-06-21",)]
    assert found[0] == Period(ms("2026-06-19T00:00Z") // 1000, ms("2026-06-19T00:00Z") // 1000, ("2026-06-19",))


def test_several_units_cut_each_other() -> None:
    found = periods(("month", "week"), [(ms("2026-06-29T00:00Z"), ms("2026-07-05T00:00Z"))], UTC, 0)
    assert [each.names for each in found[:-1]] == [
        ("2026-06", "2026-06-01"),
        ("2026-06", "2026-06-29"),
        ("2026-07", "2026-06-29"),
        ("2026-07", "2026-07-06"),
    ]


def test_names() -> None:
    at = ms("2026-10-25T01:30Z") // 1000
    zone = ZoneInfo("Europe/Berlin")
    assert name("hour", at, zone, 0) == "2026-10-25T02:00:00+01:00"
    assert name("month", at, zone, 0) == "2026-10"
    assert name("week", at, zone, 6) == "2026-10-25"
    assert name("block", at, zone, 0, [at - 3600]) == "2026-10-25T00:30:00.000Z"
    assert name("block", at, zone, 0, [at - 5 * 3600]) == name("block", at, zone, 0) == ""


def test_the_last_years_are_one_period() -> None:
    far = ms("9999-12-31T23:00Z")
    found = periods(("hour",), [(far, far)], UTC, 0)
    assert found[0].start_s * 1000 <= far
    assert found[-1].start_s == FAR_S
