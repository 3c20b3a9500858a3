"""Windows of time and integer rates."""

from itertools import pairwise
from typing import Any

import pytest

from cctl.core.money.exact import Exact
from cctl.core.money.rates import ALWAYS, DAY_MS, NEVER, Rates, Row, bind, day_ms, span, windows
from cctl.records.errors import BadConfig

MAKER: dict[str, Any] = {
    "write_5m": "1.25",
    "write_1h": 2,
    "read": "0.1",
    "fast": 2,
    "geo": {"us": "1.1"},
    "web": "0.01",
    "sure": ["write_5m", "write_1h"],
}


def row(entries: list[dict[str, Any]], overrides: list[dict[str, Any]] | None = None, fast: object = None) -> Row:
    return Row("m", MAKER, fast, entries, overrides or [], {"list": {"as_of": "2026-11-01"}})


def test_rates_are_the_smallest_integers() -> None:
    (window,) = windows(row([{"input": 3, "output": 15, "source": "list"}]))
    assert bind(window, "", "").tiers == ((0, Rates(1, 3000, 15_000, 3750, 6000, 300, 10_000_000)),)
    (window,) = windows(row([{"input": "0.125", "output": "0.5", "read": "0.01"}]))
    # 125 x 1.1 = 137.5, so everything is doubled; a search isn't scaled by region, only by the common denominator
    rates = bind(window, "", "us").tiers[0][1]
    assert rates.scale * 1375 == rates.input * 10
    assert rates.web == 10_000_000 * rates.scale


def test_windows_cover_all_time_without_a_gap() -> None:
    entries = [
        {"from": "2026-01-01", "until": "2026-02-01", "input": 1, "output": 1},
        {"from": "2026-03-01", "input": 2, "output": 2},
    ]
    found = windows(row(entries))
    assert [found[0].start, found[-1].stop] == [ALWAYS, NEVER]
    assert all(one.stop == two.start for one, two in pairwise(found))
    assert [(window.tiers[0].cells["input"].digits, window.guess) for window in found] == [
        (1, True),
        (1, False),
        (1, True),
        (2, False),
    ]


def test_no_price_means_no_window() -> None:
    assert windows(row([])) == ()
    assert windows(row([], [{"input": 1}])) == ()


def test_later_overrides_win_and_a_fully_overridden_price_is_the_users() -> None:
    base = [{"input": 1, "output": 1, "read": "0.5", "source": "list", "derived": ["read"]}]
    (window,) = windows(row(base, [{"input": 3, "output": 3}, {"input": 4, "read": 1}]))
    assert window.tiers[0].cells["input"] == Exact(4, 0)
    assert (window.source, window.as_of) == ("override", "")
    assert window.derived == ("write_5m", "write_1h")  # `read` was set by hand, so it is derived no more


def test_speed_and_region() -> None:
    (window,) = windows(row([{"input": 1, "output": 1}], fast=6))
    assert bind(window, "fast", "").tiers[0][1].input == 6000
    assert not bind(window, "fast", "us").guess
    assert bind(window, "fast", "mars").guess
    assert bind(window, "slow", "").guess


def test_days_are_utc() -> None:
    assert day_ms("1970-01-02", "x") == DAY_MS
    assert span({}, "x") == (ALWAYS, NEVER)
    with pytest.raises(BadConfig, match=r'm\.from: "2026-13-01" is no date'):
        span({"from": "2026-13-01"}, "m")
