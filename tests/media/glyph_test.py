"""Frames must join without gaps; signs must be there."""

from __future__ import annotations

import pytest

from cctl.media.glyph import arms, drawn, unknown

W, H = 9, 19


def box(mask):
    return mask.getbbox()


def test_arms_come_from_the_name():
    assert arms("┼") == {"up": 1, "down": 1, "left": 1, "right": 1}
    assert arms("┏") == {"down": 2, "right": 2}
    assert arms("╟") == {"up": 3, "down": 3, "right": 1}
    assert arms("┡") == {"up": 2, "right": 2, "down": 1}
    assert arms("═") == {"left": 3, "right": 3}


@pytest.mark.parametrize(
    ("letter", "sides"),
    [
        ("│", "tb"),
        ("─", "lr"),
        ("╭", "br"),
        ("╮", "bl"),
        ("╰", "tr"),
        ("╯", "tl"),
        ("┼", "tblr"),
        ("╋", "tblr"),
        ("╬", "tblr"),
        ("┄", "l"),
    ],
)
def test_frames_reach_the_edges(letter, sides):
    left, top, right, bottom = box(drawn(letter, W, H))
    assert {"t": top == 0, "b": bottom == H, "l": left == 0, "r": right == W}.items() >= dict.fromkeys(
        sides, True
    ).items()


def test_neighbours_meet():
    upright, corner = drawn("│", W, H), drawn("╭", W, H)
    last = [x for x in range(W) if corner.getpixel((x, H - 1))]
    assert last == [x for x in range(W) if upright.getpixel((x, 0))]
    flat = drawn("─", W, H)
    assert [y for y in range(H) if corner.getpixel((W - 1, y))] == [y for y in range(H) if flat.getpixel((0, y))]


def test_blocks_and_braille():
    assert box(drawn("█", W, H)) == (0, 0, W, H)
    assert box(drawn("▄", W, H))[1] == H - round(H / 2)
    assert box(drawn("▌", W, H))[2] == round(W / 2)
    assert box(drawn("⠀", W, H)) is None
    dots = [drawn(chr(0x2800 + (1 << bit)), W, H) for bit in range(8)]
    assert len({bytes(each.tobytes()) for each in dots}) == 8


@pytest.mark.parametrize("letter", [*"●○◆◇✓✗⏺⎿⊘⋯❯■□▶", *map(chr, range(0x2500, 0x25A0))])
def test_every_drawn_sign_shows_something(letter):
    assert drawn(letter, W, H).getbbox()


def test_letters_are_left_to_fonts():
    assert drawn("a", W, H) is None and drawn("字", W, H) is None
    assert unknown(2 * W, H).getbbox()
