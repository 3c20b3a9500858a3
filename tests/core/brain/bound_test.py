"""Exact binomial bounds."""

from __future__ import annotations

import time
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.brain.bound import at_most, holds, needed, upper, wilson

F = Fraction
SOME = F(1, 20)


@pytest.mark.parametrize(
    ("level", "counts"),
    [(F(1, 10), [29, 46, 61]), (SOME, [59, 93, 124]), (F(1, 50), [149, 236, 313]), (F(1, 100), [299, 473, 628]),
     (F(1, 200), [598, 947, 1258]), (F(1, 1000), [2995, 4742, 6294])],
)  # fmt: skip
def test_so_many_answers_are_needed_for_a_level_with_none_one_and_two_errors(
    level: Fraction, counts: list[int]
) -> None:
    assert [needed(level, SOME, errors) for errors in range(3)] == counts


@given(st.integers(1, 60), st.integers(0, 60), st.fractions(F(1, 100), F(99, 100), max_denominator=100))
def test_the_sum_is_that_of_the_distribution(count: int, errors: int, level: Fraction) -> None:
    errors = min(errors, count)
    total, term = F(0), (1 - level) ** count
    for i in range(errors + 1):
        total += term
        term = term * level / (1 - level) * F(count - i, i + 1)
    assert at_most(errors, count, level, total) and (
        total == 0 or not at_most(errors, count, level, total - F(1, 10**30))
    )


@given(st.integers(1, 300), st.integers(0, 20))
def test_the_upper_bound_holds_and_nothing_smaller_does(count: int, errors: int) -> None:
    found = upper(errors, count, SOME)
    if errors >= count:
        assert found == 1
        return
    assert holds(errors, count, found, SOME)
    assert not at_most(errors, count, found - F(1, 10000), SOME)


def test_nothing_holds_without_answers() -> None:
    assert not holds(0, 0, SOME, SOME) and upper(0, 0, SOME) == 1 and wilson(0, 0) == (0.0, 1.0)


def test_wilson_is_what_tables_say() -> None:
    low, high = wilson(5, 100)
    assert (round(low, 3), round(high, 3)) == (0.022, 0.112)
    assert wilson(0, 10)[0] == 0.0 and wilson(10, 10)[1] == 1.0


def test_terms_made_from_each_other_are_the_terms_themselves() -> None:
    chance = Fraction(1, 40)
    for level in (Fraction(1, 20), Fraction(1, 100), Fraction(37, 10_000)):
        for count in (1, 7, 59, 200, 473):
            for errors in (0, 1, 2, 5, 17):
                if errors < count:
                    a, b = level.numerator, level.denominator
                    total = sum(comb(count, i) * a**i * (b - a) ** (count - i) for i in range(errors + 1))
                    assert at_most(errors, count, level, chance) is (total * 40 <= b**count), (level, count, errors)


def test_a_hundred_thousand_answers_are_judged_at_once() -> None:
    begun = time.process_time()
    assert not holds(452, 14_614, Fraction(1, 100), Fraction(1, 240))
    assert holds(800, 102_400, Fraction(1, 100), Fraction(1, 240))
    assert not holds(1000, 102_400, Fraction(1, 100), Fraction(1, 240))
    assert time.process_time() - begun < 2
