"""Decimals without floats: what is read, what is refused, how halves round."""

import json
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.money.exact import Exact, as_float, exact, half_even, nano, times, usd


@pytest.mark.parametrize(
    ("value", "digits", "places"),
    [
        (5, 5, 0),
        (0.1, 1, 1),
        ("12.50", 1250, 2),
        (1e-09, 1, 9),
        ("2.5e3", 2500, 0),
        (1e22, 10**22, 0),
        (0, 0, 0),
        (0.0, 0, 1),
    ],
)
def test_a_number_is_what_was_written(value: object, digits: int, places: int) -> None:
    found = exact(value)
    assert found is not None
    assert Fraction(found.digits, 10**found.places) == Fraction(digits, 10**places)


@pytest.mark.parametrize(
    "value",
    [True, None, -1, -0.5, "", "x", "1,5", "-1", float("nan"), float("inf"), "1e999", "9" * 99, [], "1.", "0x1", "１"],
)
def test_what_is_no_number_is_none(value: object) -> None:
    assert exact(value) is None
    assert nano(value) is None


def test_products_are_exact() -> None:
    assert times(Exact(11, 1), Exact(125, 3), Exact(1000, 0)) == Exact(1_375_000, 4)
    assert times() == Exact(1, 0)
    assert as_float(Exact(1375, 1)) == 137.5


@settings(deadline=None)
@given(st.integers(0, 10**30), st.integers(1, 10**12))
def test_division_rounds_halves_to_even(numerator: int, denominator: int) -> None:
    assert half_even(numerator, denominator) == round(Fraction(numerator, denominator))


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_nano_dollars_survive_the_wire(amount: int) -> None:
    text = json.dumps(usd(amount))
    assert nano(json.loads(text)) == amount
    assert Decimal(text).quantize(Decimal("1e-9"), ROUND_HALF_EVEN) == Decimal(text)
