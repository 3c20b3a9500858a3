"""Lanes and heat."""

from __future__ import annotations

from datetime import UTC

from cctl.core.plot.canvas import Canvas
from cctl.core.plot.grid import heat, lanes
from cctl.core.plot.picture import Heat, Lane, Spans, Stretch
from cctl.core.reel.cell import plain
from tests.plotted import PALETTES

CANVAS = Canvas(60, 15, PALETTES["none"], UTC)


def test_lanes_stand_where_they_were():
    hour = 3_600_000.0
    made = Spans("t", (Lane("a", (Stretch(0, hour, "processing"),)), Lane("b", (Stretch(hour, 2 * hour, "idle"),))))
    first, second, *rest = (plain(spans) for spans in lanes(made, CANVAS))
    assert first.count("█") >= second.count("▓") - 2 > 10
    assert abs(second.index("▓") - len(first)) <= 1
    assert "processing" in rest[-1] and "idle" in rest[-1]


def test_heat_has_shades_and_hours():
    made = Heat(
        "t", "usd", ("Mon",), tuple(f"{hour:02d}" for hour in range(24)), ((0.0,) * 12 + (1.0, 4.0, 8.0) + (0.0,) * 9,)
    )
    shown = [plain(spans) for spans in heat(made, CANVAS)]
    assert "··" in shown[0] and "░" in shown[0] and "█" in shown[0]
    assert "00" in shown[1] and "21" in shown[1]
    assert "most: $8" in shown[2]
