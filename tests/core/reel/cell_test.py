"""Text that comes from anywhere must fit its cells and carry nothing that moves a cursor."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.reel.cell import (
    Span,
    Style,
    cells,
    clean,
    coalesced,
    cut,
    filled,
    fitted,
    plain,
    row,
    row_width,
    width,
    wrapped,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("a\tb", "a   b"),
        ("a\u202eb\u200bc\u2066d", "abcd"),
        ("a\x00\x07\x9bb", "a"),
        ("\ud800", "\ufffd"),
        ("e\u0301", "e\u0301"),
        ("\u0301a", "a"),
        ("a" + "\u0301" * 50, "a\u0301\u0301"),
        ("\ufeffa\u3000b\xa0c", "a b c"),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


@given(st.text(max_size=200))
def test_nothing_that_moves_a_cursor_is_left(text):
    shown = clean(text)
    assert not [each for each in shown if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]
    assert clean(shown) == shown
    assert sum(size for _, size in cells(shown)) >= width(shown)


@given(st.text(max_size=80), st.integers(1, 40))
def test_cut_and_wrap_keep_within_the_columns(text, most):
    assert width(cut(clean(text), most)) <= most
    lines = wrapped(text, max(most, 2), 5)
    assert len(lines) <= 5
    assert all(width(line) <= max(most, 2) for line in lines)


def test_widths():
    assert (width("abc"), width("字"), width("e\u0301"), width("👍")) == (3, 2, 1, 2)
    assert list(cells("e\u0301字")) == [("e\u0301", 1), ("字", 2)]
    assert cut("字字字", 5) == "字字…"


def test_a_long_word_is_broken_and_the_rest_is_marked():
    assert wrapped("aaaa bbbbbbbbbb", 6, 3) == ["aaaa b", "bbbbbb", "bbb"]
    assert wrapped("a b c d e f", 3, 2) == ["a b", "c …"]


def test_rows_fit_fill_and_join():
    bold = Style(bold=True)
    spans = row("ab", Span("cd", bold), "")
    assert len(spans) == 2
    assert plain(fitted(spans, 3)) == "ab…"
    assert row_width(filled(spans, 10, "bar")) == 10
    assert {span.style.paper for span in filled(spans, 10, "bar")} == {"bar"}
    assert coalesced((Span("a"), Span("b"), Span("c", bold))) == (Span("ab"), Span("c", bold))
