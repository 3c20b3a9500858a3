"""A cast must play to the same screens, in both versions, and read back."""

from __future__ import annotations

import json

import pytest

from cctl.core.reel.cast import cast, read
from cctl.core.reel.cell import plain
from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film
from cctl.core.reel.tell import tell
from cctl.records.errors import BadData
from tests.staged import story
from tests.taste import DARK, NONE, REDACTOR, TASTE

FILM = film(tell(story().records, TASTE, Cut(), REDACTOR).moments, TASTE, Screen())


@pytest.mark.parametrize("version", [2, 3])
def test_both_versions_tell_the_same(version):
    lines = list(cast(FILM, DARK, version=version))
    made = read(lines)
    assert (made.version, made.columns, made.rows) == (version, 100, 30)
    assert made.header["timestamp"] == 1795166814
    markers = [event.data for event in made.events if event.kind == "m"]
    assert markers == [mark.label for mark in FILM.markers]
    assert made.events[-1].at == pytest.approx(FILM.seconds, abs=0.01)


def test_times_of_version_3_are_relative():
    events = [json.loads(line) for line in list(cast(FILM, DARK, version=3))[1:]]
    assert sum(event[0] for event in events) == pytest.approx(FILM.seconds, abs=0.05)
    assert events[-1][1:] == ["x", "0"]


def test_a_terminal_shows_each_frame_as_it_was_meant():
    pyte = pytest.importorskip("pyte", reason="needs pyte, a terminal in Python")
    for theme in (DARK, NONE):
        screen = pyte.Screen(100, 30)
        stream = pyte.Stream(screen)
        frames = {frame.at: frame for frame in FILM.frames}
        for event in read(list(cast(FILM, theme))).events:
            if event.kind != "o":
                continue
            stream.feed(event.data)
            if event.at in frames and event.at != FILM.seconds:
                shown = [line.rstrip() for line in screen.display]
                assert shown == [plain(spans).rstrip() for spans in frames[event.at].rows]


def test_the_same_film_gives_the_same_bytes():
    assert list(cast(FILM, DARK)) == list(cast(FILM, DARK))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["x"],
        ["[]"],
        ['{"version":1}'],
        ['{"version":2,"width":0,"height":3}'],
        ['{"version":2,"width":80,"height":24}', '["x","o","a"]'],
        ['{"version":2,"width":80,"height":24}', '[1e99,"o","a"]'],
        ['{"version":2,"width":80,"height":24}', '[0,"o"'],
        ['{"version":3,"term":{"cols":80}}'],
    ],
)
def test_a_broken_cast_is_named(lines):
    with pytest.raises(BadData):
        read(lines, name="x.cast")


def test_comments_and_blank_lines():
    made = read(['{"version":3,"term":{"cols":80,"rows":24}}', "# note", "", '[0.5,"o","a"]', '[0.5,"o","b"]'])
    assert [event.at for event in made.events] == [0.5, 1.0]


def test_version_3_has_the_shape_that_its_definition_asks_for():
    header, *events = (json.loads(line) for line in cast(FILM, DARK, version=3))
    assert set(header) == {"version", "term", "timestamp", "title"} and isinstance(header["timestamp"], int)
    assert set(header["term"]) == {"cols", "rows", "type", "theme"}
    assert len(header["term"]["theme"]["palette"].split(":")) == 16
    for interval, code, data in events:
        assert interval >= 0 and isinstance(data, str) and code in "oimrx"
    assert [code for _, code, _ in events].count("x") == 1
