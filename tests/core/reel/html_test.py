"""The page needs nothing from outside and runs nothing from inside."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film
from cctl.core.reel.html import Parts, in_script, page
from cctl.core.reel.tell import checked, tell
from tests.staged import story
from tests.taste import DARK, REDACTOR, ROOT, TASTE

PARTS = Parts((ROOT / "cctl/data/reel/player.css").read_text(), (ROOT / "cctl/data/reel/player.js").read_text())
MOMENTS = tell(story().records, TASTE, Cut(), REDACTOR).moments


def made(moments=MOMENTS):
    return "".join(page(film(moments, TASTE, Screen()), moments, DARK, PARTS))


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.attributes += attrs


def test_the_policy_names_the_one_script_and_the_one_style():
    shown = made()
    for kind in ("script", "style"):
        body = re.search(rf"<{kind}>(.*?)</{kind}>", shown, re.S)[1]
        assert f"{kind}-src 'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in shown
    assert "default-src 'none'" in shown
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", shown)


def test_the_data_plays_to_the_same_frames():
    shown = film(MOMENTS, TASTE, Screen())
    data = json.loads(re.search(r'id="film">(.*?)</script>', made(), re.S)[1])
    rows = [0] * shown.rows
    for frame, (at, changed) in zip(shown.frames, data["frames"], strict=True):
        assert at == frame.at
        for line, number in changed:
            rows[line] = number
        texts = ["".join(span[1] for span in data["rows"][number]) for number in rows]
        assert texts == ["".join(span.text for span in spans) for spans in frame.rows]


def test_hostile_text_becomes_no_element():
    nasty = "</script><img src=x onerror=alert(1)><!-- \"'>\u2028"
    elements = Elements()
    elements.feed(made([checked({"kind": "prompt", "title": nasty}), checked({"kind": "text", "title": nasty})]))
    assert "img" not in elements.found and elements.found.count("script") == 2
    assert not any(name.startswith("on") for name, _ in elements.attributes)
    assert "<" not in in_script({"a": nasty})


def test_chapters_search_and_a_text_without_script():
    shown = made()
    assert shown.count("data-at=") == len(film(MOMENTS, TASTE, Screen()).markers)
    assert 'type="search"' in shown and "<noscript>" in shown
