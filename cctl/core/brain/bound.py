"""Exact binomial bounds, in whole numbers: a certificate must come out the same on every machine.

`holds` asks whether so few errors in so many answers would be rare if the true rate were at the level; that is the
one-sided Clopper-Pearson bound turned round, and needs no floating point. Wilson's interval is for display.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

_STEPS = 10_000  # bounds are told to a hundredth of a percent


def at_most(errors: int, count: int, level: Fraction, chance: Fraction) -> bool:
    """Whether P(X ≤ errors) ≤ chance for X of `count` trials with probability `level`."""
    a, b = level.numerator, level.denominator
    if 2 * chance < 1 and errors * b >= count * a + b:  # half of the probability lies below the median
        return False
    rest = b - a
    term = total = rest**count
    for i in range(errors):  # each term from the one before: numbers of many thousand digits are raised only once
        term = term * ((count - i) * a) // ((i + 1) * rest)
        total += term
    return bool(total * chance.denominator <= chance.numerator * b**count)


def holds(errors: int, count: int, level: Fraction, chance: Fraction) -> bool:
    """Whether the rate of errors is at most `level`, but for a chance of being wrong."""
    return 0 <= errors < count and at_most(errors, count, level, chance)


def upper(errors: int, count: int, chance: Fraction) -> Fraction:
    """The smallest level that holds, rounded up to a hundredth of a percent."""
    if count == 0 or errors >= count:
        return Fraction(1)
    low, high = 0, _STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if at_most(errors, count, Fraction(middle, _STEPS), chance):
            high = middle
        else:
            low = middle
    return Fraction(high, _STEPS)


def needed(level: Fraction, chance: Fraction, errors: int = 0) -> int:
    """The smallest count of answers at which a level can hold with so many errors."""
    count = errors + 1
    step = 1
    while not holds(errors, count + step, level, chance):
        step *= 2
    low, high = count, count + step
    while high - low > 1:
        middle = (low + high) // 2
        if holds(errors, middle, level, chance):
            high = middle
        else:
            low = middle
    return high


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """An interval for a share, for people; nothing is decided by it."""
    if not count:
        return 0.0, 1.0
    share = hits / count
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    middle, whole = share + z * z / (2 * count), 1 + z * z / count
    return max(0.0, round((middle - spread) / whole, 6)), min(1.0, round((middle + spread) / whole, 6))
