"""Exact decimals as integers, because binary floats cannot hold a price like 0.1.

A `Decimal` class would do the same at forty times the cost of an import and of a product; what is needed here is
only: read a decimal, multiply it, and round once, half to even.
"""

from __future__ import annotations

from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

NANO = 1_000_000_000

_NUMBER = pattern(r"([0-9]{1,24})(?:\.([0-9]{1,24}))?(?:[eE]([+-]?[0-9]{1,2}))?")


class Exact(NamedTuple):
    """`digits` / 10**`places`."""

    digits: int
    places: int


ONE = Exact(1, 0)


def exact(value: object) -> Exact | None:
    """A number as it was written, or None when it is not a finite number of zero or more.

    A float is taken for its shortest decimal form, which is what its author typed.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int):
        return Exact(value, 0) if value >= 0 else None
    found = _NUMBER.fullmatch(value if isinstance(value, str) else repr(value))
    if not found:
        return None
    fraction = found[2] or ""
    places = len(fraction) - int(found[3] or 0)
    digits = int(found[1] + fraction)
    return Exact(digits, places) if places >= 0 else Exact(digits * 10**-places, 0)


def times(*factors: Exact) -> Exact:
    """The product."""
    digits, places = 1, 0
    for factor in factors:
        digits *= factor.digits
        places += factor.places
    return Exact(digits, places)


def half_even(numerator: int, denominator: int) -> int:
    """The quotient, rounded to the nearest integer and halves to the even one."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole & 1))


def nano(usd: object) -> int | None:
    """Nano-dollars of a dollar figure from the wire, or None when it is none (text, negative, not finite)."""
    found = exact(usd)
    return None if found is None else half_even(found.digits * NANO, 10**found.places)


def usd(amount: int) -> float:
    """Dollars for the wire: the float whose shortest form has at most nine decimals."""
    return amount / NANO


def as_float(value: Exact) -> float:
    """The nearest float, for showing."""
    return float(value.digits / 10**value.places)
