"""Code in the colours of its language, text for text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.reel.cell import clean
from cctl.media.paint import painter

PAINT = painter()


def texts(rows):
    return ["".join(span.text for span in spans) for spans in rows]


@pytest.mark.parametrize("path", ["a.py", "b/c.rs", "x.ts", "Makefile", "y.unknown", "", "..", "a.py\x00"])
def test_the_text_stays(path):
    lines = ["def f(x):", "    return 'a' + x  # why", "", "\t}"]
    assert texts(PAINT(path, lines)) == [clean(line) for line in lines]


def test_roles():
    (spans,) = PAINT("a.py", ["def f(): return 1"])
    roles = {span.text: span.style.ink for span in spans}
    assert (roles["def"], roles["f"], roles["1"]) == ("keyword", "name", "number")


@given(st.lists(st.text(max_size=30).filter(lambda text: "\n" not in text), max_size=6))
def test_any_text_stays(lines):
    assert texts(PAINT("a.py", lines)) == [clean(line) for line in lines]


def test_a_huge_text_is_left_plain():
    assert texts(PAINT("a.py", ["x" * 100_000])) == ["x" * 100_000]
