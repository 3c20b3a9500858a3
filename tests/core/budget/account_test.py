from hypothesis import given
from hypothesis import strategies as st

from cctl.core.budget.account import RATE_MS, Account, Paid


def test_a_response_counts_once_and_a_later_sighting_adds_what_it_has_more() -> None:
    account = Account()
    assert account.add(Paid("a", 0, 100, 10))
    assert not account.add(Paid("a", 0, 100, 10))
    assert account.add(Paid("a", 5, 150, 30))
    assert (account.nano, account.tokens, account.count) == (150, 30, 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-1, 50), st.integers(0, 50)), max_size=30))
def test_in_whatever_order_sightings_come_the_sum_is_of_their_maxima(seen: list[tuple[str, int, int]]) -> None:
    account = Account()
    for name, nano, tokens in seen:
        account.add(Paid(name, 0, nano, tokens))
    best = {name: max((nano for other, nano, _ in seen if other == name), default=0) for name in "abc"}
    assert account.nano == sum(max(0, nano) for nano in best.values())
    assert account.tokens == sum(max((t for n, _, t in seen if n == name), default=0) for name in "abc")
    names = {name for name, _, _ in seen}
    assert account.unpriced == sum(best[name] < 0 for name in names)


def test_what_is_guessed_is_not_sure() -> None:
    account = Account()
    account.add(Paid("a", 0, 100, 1))
    assert not account.guessed
    account.add(Paid("b", 0, 50, 1, guess=True))
    assert (account.nano, account.sure_nano, account.guessed) == (150, 100, True)


def test_the_rate_is_of_the_last_minutes() -> None:
    account = Account()
    account.add(Paid("old", 0, 10**9, 1))
    account.add(Paid("new", RATE_MS, RATE_MS * 5, 1))
    assert account.rates(RATE_MS) == (5.0, 1 / RATE_MS)
    assert account.rates(RATE_MS * 3) == (0, 0)
