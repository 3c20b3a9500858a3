"""Pictures in a terminal: whole without a colour, within the columns, series told apart."""

from __future__ import annotations

from datetime import UTC

import pytest

from cctl.core.plot.canvas import Canvas
from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.terminal import rows
from cctl.core.reel.cell import plain, row_width
from tests.plotted import EVERY, PALETTES


def shown(name, columns=80, height=20, theme="none"):
    return rows(picked(EVERY[name](), Wanted()), Canvas(columns, height, PALETTES[theme], UTC))


@pytest.mark.parametrize("theme", ["none", "dark"])
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("name", EVERY)
def test_it_fits_and_has_its_title(name, columns, theme):
    lines = shown(name, columns, theme=theme)
    assert all(row_width(spans) <= columns for spans in lines), [row_width(spans) for spans in lines]
    assert plain(lines[0])


def test_without_colours_nothing_is_coloured():
    for name in EVERY:
        inks = {span.style.ink + span.style.paper for spans in shown(name) for span in spans}
        assert inks <= {"", "dim", "limit"}
