"""A video keeps time, and gives the same bytes each time."""

from __future__ import annotations

import pytest

from cctl.media.video import timed, video
from tests.media.film_made import FILM
from tests.taste import DARK


def test_each_screen_stands_for_its_frames():
    counted = list(timed(FILM, 12))
    assert sum(times for _, times in counted) == round(FILM.seconds * 12)
    assert all(times > 0 for _, times in counted)


@pytest.mark.parametrize("ending", [".mp4", ".webm"])
def test_the_file_plays_as_long_as_the_film(tmp_path, ending):
    imageio = pytest.importorskip("imageio.v2", reason="needs the extra video")
    pytest.importorskip("imageio_ffmpeg", reason="needs the extra video")
    short = FILM._replace(frames=FILM.frames[:6], seconds=FILM.frames[5].at + 1, poster=0)
    path = tmp_path / f"a{ending}"
    video(short, DARK, str(path), ending)
    again = tmp_path / f"b{ending}"
    video(short, DARK, str(again), ending)
    assert path.read_bytes() == again.read_bytes()
    with imageio.get_reader(str(path), format="FFMPEG") as reader:
        facts = reader.get_meta_data()
        assert facts["size"] == (920, 560)
        assert facts["duration"] == pytest.approx(short.seconds, abs=0.3)
        picture = reader.get_data(0)
    assert picture.mean() < 60 and picture.max() > 100, "a dark screen with bright letters"
