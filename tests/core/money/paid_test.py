import pytest

from cctl.core.money.paid import UNPRICED, nano, tokens
from cctl.core.money.price import Table
from cctl.host.data import shipped

TOKENS = {"input": 10, "output": 20, "cache_write_5m": 30, "cache_write_1h": 40, "cache_read": 50}
SPEND = {"type": "spend", "ts": "2026-11-20T09:28:29.322Z", "model": "claude-opus-5-5", "tokens": TOKENS}


def test_what_a_record_says_itself_comes_first() -> None:
    assert nano({**SPEND, "cost_usd": 0.014048}, lambda *response: 1) == 14_048_000
    assert nano({**SPEND, "cost_usd": 0}) == 0


def test_else_the_table_is_asked_with_all_that_changes_a_price() -> None:
    asked: list[object] = []

    def cost(*response: object) -> int:
        asked.extend(response)
        return 7

    assert nano({**SPEND, "web_searches": 2, "speed": "fast", "geo": "us"}, cost) == 7
    assert asked == ["claude-opus-5-5", 1795166909322, 10, 20, 30, 40, 50, 2, "fast", "us"]
    assert nano(SPEND, Table.load(shipped("prices.json")).cost) > 0


@pytest.mark.parametrize("told", [None, "free", float("nan"), float("inf"), -1, 1e12])
def test_what_is_no_amount_is_not_believed(told: object) -> None:
    assert nano({**SPEND, "cost_usd": told}) == UNPRICED


def test_a_model_without_a_price_is_unpriced() -> None:
    assert nano({**SPEND, "model": "nobody-1"}, Table.load(shipped("prices.json")).cost) == UNPRICED
    assert nano({}, lambda *response: None) == UNPRICED


def test_odd_tokens_are_none() -> None:
    assert tokens(SPEND) == [10, 20, 30, 40, 50]
    assert tokens({"tokens": {"input": "many", "output": -1, "cache_read": True}}) == [0, 0, 0, 0, 0]
    assert tokens({"tokens": 5}) == [0, 0, 0, 0, 0]
