"""Cells as pixels."""

from __future__ import annotations

from cctl.core.reel.cell import Span, Style, row
from cctl.media.raster import CELL, LINE, PAD, Raster, pair_of, palette, still
from tests.media.film_made import FILM
from tests.taste import DARK, LIGHT, NONE


def raster(rows, theme=DARK):
    return Raster(20, 4, theme, [rows])


def screen(*rows):
    return [*rows, *[()] * (4 - len(rows))]


def test_the_box_is_what_changed():
    one, two = screen(row("abc")), screen(row("abX"), row("", Span("z")))
    made = Raster(20, 4, DARK, [one, two])
    assert made.show(one) == (PAD, PAD, PAD + 4 * CELL, PAD + LINE)
    assert made.show(one) is None
    assert made.show(two) == (PAD, PAD, PAD + 4 * CELL, PAD + 2 * LINE)
    empty = screen()
    made.show(empty)
    assert len(set(made.canvas.tobytes())) == 1, "what is gone leaves nothing behind"


def test_drawing_step_by_step_is_drawing_at_once():
    frames = [frame.rows for frame in FILM.frames]
    stepped = Raster(FILM.columns, FILM.rows, DARK, frames)
    for frame in frames:
        stepped.show(frame)
    fresh = Raster(FILM.columns, FILM.rows, DARK, frames)
    fresh.show(frames[-1])
    assert stepped.canvas.tobytes() == fresh.canvas.tobytes()


def test_wide_letters_over_narrow_ones_and_back():
    wide, narrow = screen(row("字字")), screen(row("abcd"))
    stepped = Raster(20, 4, DARK, [wide, narrow])
    for each in (narrow, wide, narrow, wide, screen(row("a字b")), screen(row("a")), wide, screen()):
        stepped.show(each)
        fresh = Raster(20, 4, DARK, [wide, narrow])
        fresh.show(each)
        assert stepped.canvas.tobytes() == fresh.canvas.tobytes()


def test_colours_are_those_of_the_theme():
    for theme in (DARK, LIGHT):
        made = raster(screen(row(Span("█", Style("good")))), theme)
        made.show(screen(row(Span("█", Style("good")))))
        pixel = made.canvas.convert("RGB").getpixel((PAD + 2, PAD + 2))
        assert pixel == pair_of(Style("good"), theme)[0]
    assert pair_of(Style(), NONE)[0] != pair_of(Style(), NONE)[1]


def test_a_palette_never_overflows():
    many = [((r, g, 0), (0, g, b)) for r in range(0, 250, 40) for g in range(0, 250, 40) for b in range(0, 250, 40)]
    made = palette(many)
    assert len(made.colours) <= 256 and made.step > 1
    few = palette([((255, 255, 255), (0, 0, 0))])
    assert len(few.colours) == 8 and few.step == 1


def test_the_still_is_the_frame():
    picture = still(FILM, DARK, FILM.poster)
    assert picture.size == (FILM.columns * CELL + 2 * PAD, FILM.rows * LINE + 2 * PAD)
    assert len(picture.convert("RGB").getcolors()) > 20
