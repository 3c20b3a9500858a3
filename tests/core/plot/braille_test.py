"""Lines of dots."""

from __future__ import annotations

from datetime import UTC

from cctl.core.plot.braille import lines
from cctl.core.plot.canvas import Canvas
from cctl.core.plot.picture import Event, Lines, Track
from cctl.core.reel.cell import plain
from tests.plotted import PALETTES

CANVAS = Canvas(60, 15, PALETTES["none"], UTC)
UP = Track("up", tuple((float(at * 3_600_000), float(at)) for at in range(10)))


def test_a_rising_line_rises():
    shown = [plain(spans) for spans in lines(Lines("t", "count", (UP,)), CANVAS)][:12]
    heights = {}
    for at, line in enumerate(shown):
        for column, letter in enumerate(line):
            if "\u2801" <= letter <= "\u28ff":
                heights[column] = at
    places = [heights[column] for column in sorted(heights)]
    assert places == sorted(places, reverse=True) and places[0] > places[-1]


def test_lines_without_colour_are_numbered_at_their_ends():
    down = Track("down", tuple((ms, 9 - value) for ms, value in UP.points), dashed=True)
    shown = [plain(spans) for spans in lines(Lines("t", "count", (UP, down)), CANVAS)]
    text = "\n".join(shown[:12])
    assert "1" in text and "2" in text and shown[-1] == "1 up  2 down"


def test_events_and_one_point():
    shown = "\n".join(
        plain(spans) for spans in lines(Lines("t", "count", (UP,), (), (Event(3_600_000.0, "compaction"),)), CANVAS)
    )
    assert "┊" in shown and "1 × compaction" in shown
    assert lines(Lines("t", "count", (Track("one", ((5.0, 1.0),)),)), CANVAS)
