"""Forecasts by hand; now is Saturday 2026-06-20 13:30 UTC."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cctl.core.stats.forecast import forecast
from cctl.records.errors import UsageError
from tests.core.stats.telling import HAIKU, OPUS, heard, spend

NOW = 1_781_962_200_000


def told(*moments: tuple[str, int], **more: Any) -> Any:
    """Opus, 0.005 dollars for a thousand tokens."""
    return heard(*(spend(str(n), ts, OPUS, tokens, **more) for n, (ts, tokens) in enumerate(moments)))


def test_the_rest_of_a_day_is_that_of_earlier_days() -> None:
    store = told(
        ("2026-06-18T00:00:00Z", 1000),
        ("2026-06-18T20:00:00Z", 4000),
        ("2026-06-19T09:00:00Z", 9000),
        ("2026-06-19T13:30:00Z", 2000),  # the same moment of the clock is part of the rest
        ("2026-06-20T08:00:00Z", 1000),
    )
    found = forecast("day", store, now=NOW, zone=UTC)
    assert found == {
        "type": "forecast",
        "v": 1,
        "ts": "2026-06-20T13:30:00.000Z",
        "period": "day",
        "start": "2026-06-20T00:00:00.000Z",
        "end": "2026-06-21T00:00:00.000Z",
        "cost_usd": 0.005,
        "tokens": 1000,
        "expected_usd": 0.02,  # 0.005 so far and the mean of 0.020 and 0.010
        "expected_tokens": 4000,
        "low_usd": 0.015,
        "high_usd": 0.025,
        "by": "history",
        "samples": 2,
        "unpriced": 0,
    }


def test_without_a_past_the_pace_goes_on() -> None:
    found = forecast("day", told(("2026-06-20T08:00:00Z", 13_500)), now=NOW, zone=UTC)
    assert found is not None
    assert (found["by"], found["samples"], found["expected_usd"]) == ("pace", 0, 0.12)  # 0.0675 in 13.5 of 24 hours
    assert "low_usd" not in found


def test_weeks_and_months_are_those_of_the_zone() -> None:
    store = told(("2026-03-01T00:00:00Z", 1000), ("2026-05-31T12:00:00Z", 8000), ("2026-06-20T08:00:00Z", 1000))
    month = forecast("month", store, now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert month is not None
    assert (month["start"], month["end"]) == ("2026-05-31T22:00:00.000Z", "2026-06-30T22:00:00.000Z")
    assert (month["samples"], month["high_usd"], month["low_usd"]) == (2, 0.045, 0.005)  # May and April
    week = forecast("week", store, now=NOW, zone=UTC, week_start=6)
    assert week is not None
    assert week["start"] == "2026-06-14T00:00:00.000Z"


def test_a_block_goes_on_as_in_its_last_hour() -> None:
    store = told(("2026-06-20T10:10:00Z", 1000), ("2026-06-20T13:00:00Z", 2000))
    found = forecast("block", store, now=NOW, zone=UTC)
    assert found is not None
    assert (found["start"], found["end"]) == ("2026-06-20T10:00:00.000Z", "2026-06-20T15:00:00.000Z")
    assert found["cost_usd"] == 0.015
    assert found["expected_usd"] == pytest.approx(0.015 + 0.010 * 1.5, abs=1e-8)
    assert found["agent"] == "claude"


def test_no_block_runs_five_hours_after_it_began() -> None:
    assert forecast("block", told(("2026-06-20T08:10:00Z", 1000)), now=NOW, zone=UTC) is None
    assert forecast("block", heard(), now=NOW, zone=UTC) is None
    tomorrow = told(("2026-06-21T08:10:00Z", 1000))
    assert forecast("block", tomorrow, now=NOW, zone=UTC) is None


def test_nothing_spent_is_nothing_expected() -> None:
    found = forecast("week", heard(), now=NOW, zone=UTC)
    assert found is not None
    assert (found["cost_usd"], found["expected_usd"], found["by"]) == (0.0, 0.0, "pace")


def test_only_what_is_asked_for_counts() -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000), spend("b", "2026-06-20T08:00:00Z", HAIKU, 1000))
    found = forecast("day", store, now=NOW, zone=UTC, keep={"model": HAIKU.__eq__})
    assert found is not None
    assert found["cost_usd"] == 0.001


def test_an_unknown_period_is_one_clear_line() -> None:
    with pytest.raises(UsageError, match='unknown period "year"; one of block, day'):
        forecast("year", heard(), now=NOW, zone=UTC)


def test_the_future_is_not_the_past() -> None:
    """A response whose clock runs ahead counts neither so far nor as history."""
    ahead = datetime.fromtimestamp(NOW / 1000 + 3600, UTC).isoformat()
    found = forecast("day", told(("2026-06-20T08:00:00Z", 1000), (ahead, 99_000)), now=NOW, zone=UTC)
    assert found is not None
    assert found["cost_usd"] == 0.005
