"""The table of `plot.toml` is whole."""

from __future__ import annotations

import re

from tests.plotted import PALETTES


def test_every_theme_has_every_colour():
    for name in ("dark", "light"):
        palette = PALETTES[name]
        colours = (palette.ink, palette.dim, palette.grid, palette.paper, palette.limit, *palette.series, *palette.heat)
        assert len(palette.series) == 8 and len(palette.heat) == 5
        assert len(set(palette.series)) == 8
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert PALETTES["none"].series == ()


def test_states_have_places():
    palette = PALETTES["dark"]
    assert palette.state("processing") == 2 and palette.state("never heard of") == 3
    assert palette.place("critical", 0) == palette.state("critical") and palette.place("opus", 9) == 1
