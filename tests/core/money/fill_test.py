"""Filling in costs."""

from typing import Any

import pytest

from cctl.core.money.fill import counts_of, filled
from tests.core.stats.telling import OPUS, TABLE, spend

RECORD = spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, x_mine=[1], src={"path": "/x", "line": 1})


def test_a_missing_cost_is_filled_in_and_nothing_else_changes() -> None:
    assert filled(RECORD, TABLE) == {**RECORD, "cost_usd": 0.005}
    assert list(filled(RECORD, TABLE) or {})[:-1] == list(RECORD)


def test_a_cost_that_is_there_is_kept_unless_asked() -> None:
    record = RECORD | {"cost_usd": 0.5}
    assert filled(record, TABLE) is None
    assert filled(record, TABLE, again=True) == {**RECORD, "cost_usd": 0.005}
    assert filled(record | {"model": "made-up"}, TABLE, again=True) is None


def test_running_twice_changes_nothing() -> None:
    for record in (RECORD, RECORD | {"estimated": True}, RECORD | {"cost_usd": 1, "estimated": True}):
        for again in (False, True):
            once = filled(record, TABLE, again=again) or record
            assert filled(once, TABLE, again=again) is None


def test_what_the_transcript_recorded_comes_before_the_table() -> None:
    record = RECORD | {"recorded_cost_usd": 0.5}
    assert filled(record, TABLE) == {**record, "cost_usd": 0.5}
    assert filled(record, TABLE, again=True) == {**record, "cost_usd": 0.005}
    assert filled(record | {"speed": "fast"}, TABLE) == {**record, "speed": "fast", "cost_usd": 0.5}


def test_estimates_are_marked() -> None:
    fast = RECORD | {"speed": "fast"}
    assert filled(fast, TABLE) == {**fast, "cost_usd": 0.01, "estimated": True}
    guessed = RECORD | {"estimated": True}
    assert filled(guessed, TABLE) == {**guessed, "cost_usd": 0.005}
    assert "estimated" not in (filled(guessed | {"cost_usd": 1}, TABLE, again=True) or {})


@pytest.mark.parametrize(
    "record",
    [
        {"type": "turn"},
        RECORD | {"model": "made-up"},
        RECORD | {"model": None},
        RECORD | {"tokens": None},
        RECORD | {"tokens": {"input": -1}},
        RECORD | {"tokens": {"input": "5"}},
        RECORD | {"web_searches": 1.5},
        {},
    ],
)
def test_what_cant_be_priced_passes_as_it_came(record: dict[str, Any]) -> None:
    assert filled(record, TABLE) is None


def test_counts() -> None:
    assert counts_of({"tokens": {"input": 1, "cache_read": 2}, "web_searches": 3}) == (1, 0, 0, 0, 2, 3)
    assert counts_of({"tokens": {"input": True}}) is None
