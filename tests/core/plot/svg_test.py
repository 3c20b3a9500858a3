"""Pictures as files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC

import pytest

from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.picture import Bars, Series
from cctl.core.plot.svg import level, short, svg
from tests.plotted import EVERY, PALETTES

NUMBER = re.compile(r'(?:x|y|width|height|x1|x2|y1|y2)="(-?[\d.e+-]+)"')


@pytest.mark.parametrize("theme", ["auto", "dark", "light", "none"])
@pytest.mark.parametrize("name", EVERY)
def test_it_is_xml_and_within_its_frame(name, theme):
    shown = svg(picked(EVERY[name](), Wanted()), PALETTES, theme=theme, zone=UTC)
    root = ET.fromstring(shown)
    assert root.get("aria-label") and not re.search(r"<script|[\" ,](?:nan|inf)[\" ,]", shown)
    width, height = float(root.get("width")), float(root.get("height"))
    for value in map(float, NUMBER.findall(shown)):
        assert -1 <= value <= max(width, height) + 1
    assert ("prefers-color-scheme" in shown) == (theme == "auto")


def test_bars_are_as_tall_as_their_amounts():
    shown = svg(Bars("t", "count", ("a", "b"), (Series("x", (1.0, 2.0)),)), PALETTES)
    one, two = (float(height) for height in re.findall(r'class="c0"[^>]* height="([\d.]+)"', shown))
    assert two == pytest.approx(2 * one, rel=0.01)


def test_hostile_names_stay_text():
    nasty = "</text><script>alert(1)</script>\x00\ud800"
    shown = svg(Bars(nasty, "usd", (nasty,), (Series(nasty, (1.0,)), Series("b", (1.0,)))), PALETTES)
    ET.fromstring(shown)
    assert "<script" not in shown


def test_labels_and_levels():
    assert (
        short("2026-11-20") == "11-20"
        and short("2026-11-20T09:00:00+00:00") == "11-20 09:00"
        and short("2026-11") == "2026-11"
    )
    assert [level(each, 10) for each in (0, 0.1, 3, 6, 10)] == [0, 1, 2, 3, 4] and level(1, 0) == 0
