"""The animated picture is XML, holds text, and stands still where motion isn't wanted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film
from cctl.core.reel.svg import svg
from cctl.core.reel.tell import checked, tell
from tests.staged import story
from tests.taste import DARK, NONE, REDACTOR, TASTE

FILM = film(tell(story().records, TASTE, Cut(), REDACTOR).moments, TASTE, Screen())


@pytest.mark.parametrize("theme", [DARK, NONE], ids=lambda each: each.name)
def test_it_is_xml_with_selectable_text(theme):
    shown = "".join(svg(FILM, theme))
    words = "".join(ET.fromstring(shown).itertext())
    assert "tests pass again" in words and "Terminal recording of" in words
    assert "<script" not in shown and "http" not in shown.replace("http://www.w3.org/2000/svg", "")
    assert ("#0d1117" in shown) == (theme is DARK)


def test_every_group_has_its_times_and_they_are_in_range():
    shown = "".join(svg(FILM, DARK))
    assert len(re.findall("@keyframes", shown)) == len(re.findall('<g class="l', shown))
    assert all(0 <= float(each) <= 100 for each in re.findall(r"([\d.]+)%\{", shown))
    assert "prefers-reduced-motion" in shown and '<g class="l p"' in shown
    assert "infinite" in shown and "infinite" not in "".join(svg(FILM, DARK, loop=False))


def test_hostile_text_stays_text():
    nasty = "</text><script>alert(1)</script>&\ud800\uffff\x00"
    shown = "".join(svg(film([checked({"kind": "text", "title": nasty})], TASTE, Screen()), DARK))
    assert "<script" not in shown
    ET.fromstring(shown)


@pytest.mark.parametrize("theme", [DARK, NONE], ids=lambda each: each.name)
def test_every_ground_that_is_drawn_has_a_colour(theme):
    shown = "".join(svg(FILM, theme))
    for name in set(re.findall(r'<rect class="(s\d+g)"', shown)):
        assert f".{name}{{fill:#" in shown
