import pytest

from cctl.core.shell.part import Param, Raw, Text
from cctl.core.shell.pieces import Pieces, has_glob
from cctl.core.shell.word import Word
from tests.core.shell.cursor_test import cursor


def test_literal_pieces_make_a_word_at_once() -> None:
    pieces = Pieces()
    pieces.plain("a")
    pieces.literal("b c")
    word = pieces.word(cursor("a'b c'", at=6), 0)
    assert isinstance(word, Word)
    assert (word.text, word.raw, word.quoted, word.glob) == ("ab c", "a'b c'", True, False)


def test_an_expansion_makes_the_word_wait() -> None:
    pieces = Pieces()
    pieces.plain("a")
    pieces.part(Param("x", "", None, None, False, 1, 3))
    word = pieces.word(cursor("a$x", at=3), 0)
    assert isinstance(word, Raw)
    assert isinstance(word.parts[0], Text)
    assert word.parts[0].text == "a"


def test_neighbouring_runs_are_one_part() -> None:
    pieces = Pieces()
    for c in "abc":
        pieces.plain(c)
    assert pieces.lead() == "abc"
    pieces.literal("d")
    assert pieces.lead() is None
    pieces.word(cursor("abcd", at=4), 0)
    assert len(pieces.parts) == 2


@pytest.mark.parametrize(
    ("text", "whole", "yes"),
    [
        ("*", "*", True),
        ("a?", "a?", True),
        ("[ab]", "[ab]", True),
        ("[", "[", False),
        ("]", "a]", False),
        ("a", "a", False),
    ],
)
def test_patterns(text: str, whole: str, yes: bool) -> None:
    assert has_glob(text, whole) is yes
