"""Numbers on axes and words for those who can't see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.picture import Bars, Limit, Series, alt_text, amount, reach_of, ticks, top_of
from tests.plotted import EVERY, sessions


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0, "usd", "$0"),
        (3, "usd", "$3"),
        (12.4, "usd", "$12.40"),
        (0.012, "usd", "$0.0120"),
        (12345.6, "usd", "$12,346"),
        (0.5, "ratio", "50 %"),
        (1500, "tokens", "1.5k"),
        (2_000_000, "tokens", "2M"),
        (7, "count", "7"),
        (0.5, "count", "0.5"),
    ],
)
def test_amounts(value, unit, words):
    assert amount(value, unit) == words


@given(st.floats(1e-9, 1e15), st.integers(2, 12))
def test_ticks_are_round_and_reach_the_top(top, count):
    found = ticks(top, count)
    assert found[0] == 0 and found[-1] >= top * 0.999
    assert len(found) <= count * 2 + 2
    assert ticks(0) == [0.0, 1.0]


def test_limits_have_room():
    bars = Bars("t", "usd", ("a",), (Series("x", (1.0,)), Series("y", (2.0,))), (Limit("l", 9.0),))
    assert top_of(bars) == 9.0
    assert top_of(bars._replace(limits=())) == 3.0


@pytest.mark.parametrize("name", EVERY)
def test_every_picture_has_its_words(name):
    picture = picked(EVERY[name](), Wanted())
    assert alt_text(picture).startswith(picture.title)


def test_reach():
    start, end = reach_of(picked(sessions(), Wanted()))
    assert start < end
