"""Rates by hand."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.stats.burn import HALF_LIFE_S, Moment, burn, look, record
from tests.core.stats.telling import OPUS, TABLE, heard, spend

NOW = 1_781_962_200_000
DOLLAR = 1_000_000_000


def at(age_s: float, usd: float | None = 1.0, tokens: int = 100) -> Moment:
    return Moment(NOW - round(age_s * 1000), None if usd is None else round(usd * DOLLAR), tokens)


def test_a_rate_is_what_the_window_holds_by_the_hour() -> None:
    found = burn([at(0), at(299.999), at(300), at(-1), at(4000)], NOW)
    assert (found.usd_per_h, found.tokens_per_min, found.responses, found.unpriced) == (24.0, 40.0, 2, 0)
    assert burn([at(0)], NOW, window_s=3600).usd_per_h == 1.0


def test_no_window_is_shorter_than_a_minute() -> None:
    assert burn([at(0)], NOW, window_s=1).usd_per_h == 60.0


def test_older_responses_weigh_half_as_much_with_each_half_life() -> None:
    fresh, old = burn([at(0)], NOW).smoothed_usd_per_h, burn([at(HALF_LIFE_S)], NOW).smoothed_usd_per_h
    assert fresh == pytest.approx(math.log(2) / HALF_LIFE_S * 3600)
    assert old == pytest.approx(fresh / 2)
    assert burn([at(10**9)], NOW).smoothed_usd_per_h == 0


def test_a_steady_pace_is_its_own_smoothed_rate() -> None:
    steady = [at(age, 0.1) for age in range(5, 7200, 10)]  # a dime every ten seconds: 36 dollars an hour
    found = burn(steady, NOW)
    assert found.usd_per_h == 36.0
    assert found.smoothed_usd_per_h == pytest.approx(36, rel=0.01)


def test_responses_are_looked_up_as_far_as_they_matter() -> None:
    store = heard(
        spend("a", "2026-06-20T13:29:00Z", OPUS, 1000, 10),
        spend("b", "2026-06-20T13:29:30Z", "made-up", 5),
        spend("c", "2026-06-20T13:30:01Z", OPUS, 1000),
        spend("d", "2026-06-20T03:00:00Z", OPUS, 1000),
    )
    assert list(look(store, TABLE, NOW)) == [Moment(NOW - 60_000, 5_250_000, 1010), Moment(NOW - 30_000, None, 5)]
    assert list(look(store, TABLE, NOW, keep={"model": "x".__eq__})) == []


def test_the_record_leaves_out_what_isnt_known() -> None:
    made = record(burn([at(0, None)], NOW), NOW)
    assert made == {
        "type": "burn",
        "v": 1,
        "ts": "2026-06-20T13:30:00.000Z",
        "window_s": 300,
        "responses": 1,
        "tokens_per_min": 20.0,
        "unpriced": 1,
    }
    assert record(burn([], NOW), NOW)["usd_per_h"] == 0.0


@settings(deadline=None)
@given(st.lists(st.builds(at, st.floats(0, 10_000), st.none() | st.floats(0, 9), st.integers(0, 10**6))), st.randoms())
def test_order_doesnt_matter(moments: list[Moment], random: Any) -> None:
    mixed = list(moments)
    random.shuffle(mixed)
    assert burn(mixed, NOW) == burn(moments, NOW)
