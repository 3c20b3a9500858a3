"""Hours of the day."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cctl.core.plan.night import Hours, hours
from cctl.records.errors import UsageError


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def test_over_midnight_and_within_a_day() -> None:
    night = hours("22:00-06:00")
    assert night == Hours(1320, 360)
    for text, inside in (("22:00", True), ("23:59", True), ("05:59", True), ("06:00", False), ("21:59", False)):
        assert night.hold(at(f"2026-11-20T{text}:00Z"), UTC) is inside
    assert hours("09:00-17:30").hold(at("2026-11-20T17:29:00Z"), UTC)
    assert hours("18:00-24:00") == Hours(1080, 1440)


def test_by_the_clock_on_the_wall() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert hours("22:00-06:00").hold(at("2026-11-20T21:30:00Z"), berlin)
    assert not hours("22:00-06:00").hold(at("2026-07-20T04:30:00Z"), berlin)


@pytest.mark.parametrize("text", ["", "22-6", "25:00-06:00", "10:00-10:00", "24:30-06:00", "a:b-c:d"])
def test_what_is_no_stretch(text: str) -> None:
    with pytest.raises(UsageError):
        hours(text)
