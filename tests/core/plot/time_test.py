"""Marks of a time axis are round in the reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cctl.core.plot.time import marks

START = datetime(2026, 11, 20, 9, 26, tzinfo=UTC).timestamp() * 1000


@pytest.mark.parametrize("minutes", [1, 45, 180, 1440, 10_000, 500_000, 5_000_000])
def test_few_and_round(minutes):
    found = list(marks(START, START + minutes * 60_000, UTC, 7))
    assert 1 <= len(found) <= 8
    assert all(0 <= share <= 1 for share, _ in found)
    assert len({label for _, label in found}) == len(found)


def test_hours_of_the_zone():
    half = timezone(timedelta(hours=5, minutes=30))
    labels = [label for _, label in marks(START, START + 6 * 3_600_000, half, 7)]
    assert all(label.endswith(":00") for label in labels)


def test_one_moment():
    assert list(marks(START, START, UTC, 7)) == [(0.5, "09:26")]
