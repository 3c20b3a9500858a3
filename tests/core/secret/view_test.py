"""What is found in a reading must be found again in the text as it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.secret.view import View, decoded, joined, seen


def cut(text: str, view: View, found: str) -> list[str]:
    start = view.text.index(found)
    return [text[a:b] for a, b in view.origin(start, start + len(found))]


def test_colours_are_holes():
    text = "a \x1b[31msec\x1b[0mret\u200b! \x1b]0;title\x07b"
    view = seen(text)
    assert view.text == "a secret! b"
    assert cut(text, view, "secret") == ["sec", "ret"]


def test_escapes_are_undone_twice():
    text = r"x %2522a\\\"b\u0041&#64;"
    view = decoded(seen(text))
    assert view is not None
    assert view.text == 'x "a"bA@'
    assert cut(text, view, "A@") == [r"\u0041&#64;"]
    assert decoded(seen("plain")) is None


def test_lines_are_joined_without_what_stands_around_them():
    for text in ("abc\n+def", 'abc"\n   "def', "abc \\\n  def", "abc │\n│ def", 'abc" + "def'):
        view = joined(seen(text))
        assert view is not None
        assert view.text == "abcdef"
        assert cut(text, view, "abcdef") == ["abc", "def"]


@given(st.text(alphabet="ab%41\\u0\n\x1b[m&;#", max_size=60))
def test_every_stretch_of_every_reading_has_its_place(text):
    view = seen(text)
    for each in (view, decoded(view), joined(view)):
        if each is None:
            continue
        spans = each.origin(0, len(each.text))
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert spans == sorted(spans)
