"""Bars of blocks are as long as their amounts."""

from __future__ import annotations

from datetime import UTC

from cctl.core.plot.blocks import flat, upright
from cctl.core.plot.canvas import Canvas
from cctl.core.plot.picture import Bars, Limit, Series
from cctl.core.reel.cell import plain
from tests.plotted import PALETTES

PLAIN, DARK = (Canvas(80, 19, PALETTES[name], UTC) for name in ("none", "dark"))
TWO = Bars("t", "count", ("a", "b"), (Series("x", (16.0, 4.0)), Series("y", (0.0, 4.0))), (Limit("l", 12.0),))


def column(lines, at):
    return "".join(line.ljust(80)[at] for line in lines)


def test_heights_are_amounts_and_patterns_tell_series_apart():
    lines = [plain(spans) for spans in upright(TWO, PLAIN)]
    first = lines[0].index("┤") + 1
    assert column(lines[:16], first).count("█") == 13  # 16 of 20, on 16 rows
    assert [column(lines[:16], first + 9).count(block) for block in "█▓"] == [3, 3]
    assert "╌" in "".join(lines) and "█ x  ▓ y  ╌ l 12" in lines[-1]


def test_eighths_where_there_are_colours():
    lines = [plain(spans) for spans in upright(Bars("t", "count", ("a",), (Series("x", (1.1,)),)), DARK)]
    assert any(each in "▁▂▃▄▅▆▇" for line in lines for each in line)


def test_lying_bars_have_their_amounts():
    lines = [
        plain(spans)
        for spans in flat(Bars("t", "usd", ("long name", "b"), (Series("x", (8.0, 4.0)),), (), True), PLAIN)
    ]
    assert abs(lines[0].count("█") - 2 * lines[1].count("█")) <= 1
    assert lines[0].endswith(" $8") and lines[1].startswith("        b ▏")
