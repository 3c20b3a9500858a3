"""The GIF plays to the same frames, in the same time, with the same bytes."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from cctl.media.gif import gif, shots
from cctl.media.raster import Raster
from tests.media.film_made import FILM
from tests.taste import DARK

GIF = b"".join(gif(FILM, DARK))


def test_every_frame_is_the_film_and_the_time_is_kept():
    picture = Image.open(BytesIO(GIF))
    assert picture.info["loop"] == 0
    shown, total = [], 0
    for frame in ImageSequence.Iterator(picture):
        shown.append(frame.convert("RGB").tobytes())
        total += frame.info["duration"]
    assert total / 1000 == pytest.approx(FILM.seconds, abs=0.05)
    fresh = Raster(FILM.columns, FILM.rows, DARK, (frame.rows for frame in FILM.frames))
    wanted = []
    for shot in shots(FILM):
        fresh.show(shot.rows)
        wanted.append(fresh.canvas.convert("RGB").tobytes())
    assert shown == wanted


def test_same_film_same_bytes_and_small():
    assert b"".join(gif(FILM, DARK)) == GIF
    assert len(GIF) < 150_000


def test_it_plays_once_when_asked_to():
    assert b"NETSCAPE" not in b"".join(gif(FILM, DARK, loop=False))
