"""The letters come from packages and fit their cells."""

from __future__ import annotations

import pytest

from cctl.media import font
from cctl.media.font import Face, has_wide

FACE = Face(15, 9, 19)


@pytest.mark.parametrize("letter", [*"Aägжλ€@|", "e\u0301"])
def test_letters(letter):
    mask = FACE.mask(letter, 1, bold=False, italic=False)
    assert mask.size == (9, 19) and mask.getbbox()


def test_a_mark_joins_its_letter():
    joined, bare = (FACE.mask(each, 1, bold=False, italic=False) for each in ("e\u0301", "e"))
    assert joined.tobytes() == FACE.mask("é", 1, bold=False, italic=False).tobytes() != bare.tobytes()


def test_weights_differ():
    masks = {bytes(FACE.mask("a", 1, bold=b, italic=i).tobytes()) for b in (False, True) for i in (False, True)}
    assert len(masks) == 4


def test_wide_letters_with_and_without_their_font(monkeypatch):
    if has_wide():
        assert FACE.mask("字", 2, bold=False, italic=False).getbbox()
    monkeypatch.setattr(font, "_inside", lambda package, name: "")
    assert Face(15, 9, 19).mask("字", 2, bold=False, italic=False) is None


def test_without_the_package_letters_are_squeezed_into_their_cells(monkeypatch):
    monkeypatch.setattr(font, "_inside", lambda package, name: "")
    face = Face(15, 9, 19)
    for letter in "iWm":
        mask = face.mask(letter, 1, bold=True, italic=False)
        assert mask.size == (9, 19) and mask.getbbox()


def test_a_letter_that_no_font_has():
    assert FACE.mask("\U0001f9ff", 1, bold=False, italic=False) is None
