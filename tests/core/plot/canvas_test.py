"""Axes, legends, colours."""

from __future__ import annotations

from datetime import UTC

from cctl.core.plot.canvas import Canvas, axis, legend, placed
from cctl.core.reel.cell import plain, row_width
from tests.plotted import PALETTES


def test_axis_labels_stand_at_their_values():
    labels, left = axis([0.0, 5.0, 10.0], "usd", 11)
    assert (labels[0], labels[5], labels[10]) == ("$10", "$5", "$0") and left == 4


def test_a_legend_breaks_at_the_edge():
    canvas = Canvas(40, 20, PALETTES["none"], UTC)
    rows = legend([f"a long name {at}" for at in range(6)], canvas)
    assert len(rows) > 1 and all(row_width(spans) <= 42 for spans in rows)
    assert legend(["one"], canvas) == []


def test_what_has_a_meaning_has_its_colour():
    canvas = Canvas(40, 20, PALETTES["dark"], UTC)
    assert canvas.colour(0, "critical") == canvas.colour(3, "critical") != canvas.colour(0)
    assert not Canvas(40, 20, PALETTES["none"], UTC).coloured


def test_labels_that_have_no_room_are_left_out():
    assert placed([(0.0, "00:00"), (0.1, "01:00"), (1.0, "09:00")], 20) == "00:00          09:00"
    assert plain(legend([], Canvas(40, 20, PALETTES["none"], UTC), ["budget $3"])[0]) == "╌ budget $3"
