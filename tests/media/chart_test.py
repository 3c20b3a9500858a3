"""Pictures as PNG."""

from __future__ import annotations

from datetime import UTC

import pytest
from PIL import Image

from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.picture import Bars, Series
from tests.plotted import EVERY, PALETTES

pytest.importorskip("matplotlib", reason="needs the extra plot")

from cctl.media.chart import png


@pytest.mark.parametrize("theme", ["light", "dark", "none"])
@pytest.mark.parametrize("name", EVERY)
def test_every_picture_is_drawn_and_drawn_the_same_again(name, theme, tmp_path):
    picture = picked(EVERY[name](), Wanted())
    for file in ("a.png", "b.png"):
        png(picture, PALETTES[theme], str(tmp_path / file), zone=UTC)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as made:
        assert made.width == 800 and len(made.convert("RGB").getcolors(1 << 20)) > 10


def test_names_are_no_formulas(tmp_path):
    nasty = "$\\frac{a}{b}$ $x \x1b[31m 字"
    png(Bars(nasty, "usd", (nasty,), (Series(nasty, (1.0,)),)), PALETTES["light"], str(tmp_path / "a.png"), zone=UTC)
    assert (tmp_path / "a.png").stat().st_size > 1000
