"""Sums on the wire."""

from cctl.core.spend.ask import Sum
from cctl.core.spend.cell import Cell
from cctl.core.stats.record import NOTHING, change, cost, spent, sums_of, tokens


def test_the_total_is_the_sum_of_the_classes() -> None:
    assert tokens((1, 2, 3, 4, 5)) == {
        "input": 1,
        "output": 2,
        "cache_write_5m": 3,
        "cache_write_1h": 4,
        "cache_read": 5,
        "total": 15,
    }


def test_what_isnt_known_is_absent() -> None:
    sums = sums_of(Sum(Cell(0, responses=2, input=5, cost_nano=0, unpriced=2), 1))
    assert sums == (1, 2, 5, 0, 0, 0, 0, 0, 2, 0)
    assert cost(sums) is None
    assert "cost_usd" not in spent(sums)
    assert cost(NOTHING) == 0.0
    assert cost((1, 2, 5, 0, 0, 0, 0, 0, 1, 0)) == 0.0  # one is free, one unknown
    assert cost((1, 0, 5, 0, 0, 0, 0, 7, 0, 0)) == 7e-9


def test_estimates_are_marked() -> None:
    assert spent((1, 1, 1, 0, 0, 0, 0, 1, 0, 1))["estimated"] is True
    assert "estimated" not in spent((1, 1, 1, 0, 0, 0, 0, 1, 0, 0))


def test_change() -> None:
    now, then = (1, 3, 10, 0, 0, 0, 0, 3_000, 0, 0), (1, 1, 4, 0, 0, 0, 0, 2_000, 0, 0)
    assert change(now, then) == {"responses": 2, "tokens": 6, "cost_usd": 1e-6, "cost_ratio": 0.5}
    assert change(now, NOTHING) == {"responses": 3, "tokens": 10, "cost_usd": 3e-6}
    unpriced = (1, 1, 4, 0, 0, 0, 0, 0, 1, 0)
    assert change(now, unpriced) == {"responses": 2, "tokens": 6}
