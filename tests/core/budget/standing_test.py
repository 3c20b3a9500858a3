from cctl.core.budget.account import Account, Paid
from cctl.core.budget.limit import Limit, limit
from cctl.core.budget.standing import FAR_MS, Standing, forecast
from cctl.core.moment import epoch_ms

NOW = epoch_ms("2026-06-01T10:00:00.000Z")


def standing(of: Limit, *spent: tuple[int, int], key: str = "s1") -> Standing:
    account = Account()
    for number, (nano, tokens) in enumerate(spent):
        account.add(Paid(f"m{number}", NOW, nano, tokens))
    return Standing(of, key, 0, FAR_MS, account)


def test_shares_are_of_dollars_or_of_tokens() -> None:
    assert standing(limit("session=4usd"), (10**9, 5)).ratio == 0.25
    assert standing(limit("session=20tokens"), (10**9, 5)).ratio == 0.25
    assert standing(limit("project=1usd"), key="/a/shop 2026-06-01").name == "shop 2026-06-01"


def test_a_forecast_is_of_what_is_left_at_the_rate_of_now() -> None:
    dollars = forecast(standing(limit("session=2usd"), (10**9, 5)), NOW, 0)
    assert dollars == {"burn_usd_per_h": 4.0, "breaks": "2026-06-01T10:15:00.000Z"}
    assert forecast(standing(limit("session=2usd"), (10**9, 5)), NOW, 5 * 10**8)["breaks"] == "2026-06-01T10:07:30.000Z"
    tokens = forecast(standing(limit("session=10tokens"), (-1, 5)), NOW, 99)
    assert tokens == {"breaks": "2026-06-01T10:15:00.000Z"}, "no dollars are held of tokens"


def test_nothing_is_foretold_without_a_rate_or_of_what_is_broken() -> None:
    assert forecast(standing(limit("session=2usd")), NOW, 0) == {}
    assert "breaks" not in forecast(standing(limit("session=2usd"), (3 * 10**9, 5)), NOW, 0)
    assert forecast(standing(limit("day=2usd")), NOW, 2 * 10**9)["breaks"] == "2026-06-01T10:00:00.000Z"
