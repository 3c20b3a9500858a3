"""Casts of others as films."""

from __future__ import annotations

import json

import pytest

from cctl.core.reel.cast import cast, read
from cctl.core.reel.cell import plain
from cctl.media.gif import LADDER, laddered, thinned
from tests.media.film_made import FILM
from tests.taste import DARK

pytest.importorskip("pyte", reason="needs the extra video")

from cctl.media.screen import played


def recorded(*events, columns=40, rows=6, **header):
    head = {"version": 2, "width": columns, "height": rows, **header}
    return read([json.dumps(head), *(json.dumps(event) for event in events)])


def last(film):
    return [plain(spans) for spans in film.frames[-1].rows]


def test_our_own_cast_comes_back_as_it_was():
    film = played(read(list(cast(FILM, DARK))), rate=1000)
    assert [plain(spans) for spans in film.frames[-1].rows] == [plain(spans) for spans in FILM.frames[-1].rows]
    assert [mark.label for mark in film.markers] == [mark.label for mark in FILM.markers]


def test_colours_weights_and_wide_letters():
    film = played(recorded([0.5, "o", "\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[7m字\x1b[0m"]))
    spans = film.frames[-1].rows[0]
    assert plain(spans) == "red x字"
    assert spans[0].style.bold and spans[0].style.ink == "#ff7b72"
    assert "#010203" in {span.style.ink for span in spans} | {span.style.paper for span in spans}


def test_characters_without_width_do_not_eat_the_line():
    assert last(played(recorded([0, "o", "a\u200bb\u202ec\u2066d"])))[0] == "abcd"


def test_idle_time_and_speed():
    quick = recorded([0, "o", "a"], [100, "o", "b"])
    assert played(quick, idle_cap=2).seconds == pytest.approx(3.0)
    assert played(quick, speed=10).seconds == pytest.approx(11.0)


def test_frames_come_no_faster_than_the_rate():
    many = recorded(*([at / 1000, "o", f"{at}\r\n"] for at in range(1000)))
    assert len(played(many, rate=10).frames) <= 13
    assert last(played(many, rate=10))[4] == "999"


def test_hostile_output_is_survived():
    nasty = [
        "\x1b[999999999999999999999;1H",
        "\x1b[?99999h",
        "\x1b]0;" + "x" * 9999,
        "\x1b[38;5;999mx",
        "\x1bP" + "q" * 99,
        "\x9b",
    ]
    film = played(recorded(*([at, "o", each] for at, each in enumerate(nasty)), [9, "o", "\x1b\\\x07\x1bcend"]))
    assert "end" in "".join(last(film))


def test_a_resize_makes_room():
    film = played(recorded([0, "r", "80x24"], [1, "o", "x" * 70]))
    assert (film.columns, film.rows) == (80, 24)


def test_the_ladder_keeps_a_scrolling_cast_small():
    lines = recorded(
        *([at / 20, "o", f"\x1b[3{at % 8}mline {at * 7919}\x1b[0m and more {at * 104729}\r\n"] for at in range(200))
    )
    film = played(lines)
    whole = sum(map(len, laddered(film, DARK)))
    small = sum(map(len, laddered(film, DARK, most=whole // 3)))
    assert small <= whole // 3
    assert len(thinned(film, LADDER[-1]).frames) < len(film.frames)
