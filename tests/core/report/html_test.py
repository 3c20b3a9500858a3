"""The page loads nothing, runs one script, shows every number."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC
from hashlib import sha256
from html.parser import HTMLParser

from cctl.core.reel.html import Parts
from cctl.core.report.build import build
from cctl.core.report.html import html
from tests.plotted import PALETTES
from tests.reported import FRAME, PAGE, gathered
from tests.taste import ROOT

PARTS = Parts((ROOT / "cctl/data/reel/report.css").read_text(), (ROOT / "cctl/data/reel/report.js").read_text())


def made(page=PAGE):
    return "".join(html(page, PARTS, PALETTES, UTC))


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.attributes, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.attributes += [(tag, *each) for each in attrs]


def test_the_policy_names_the_one_script_and_the_one_style():
    shown = made()
    assert shown.count("<style") == shown.count("<script") == 1
    for kind in ("script", "style"):
        body = re.search(rf"<{kind}>(.*?)</{kind}>", shown, re.S)[1]
        assert f"{kind}-src 'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in shown
    elements = Elements()
    elements.feed(shown)
    assert not [each for each in elements.attributes if each[1] in ("style", "src") or each[1].startswith("on")]
    assert all(each[2].startswith("#") for each in elements.attributes if each[1] == "href")


def test_anchors_pictures_and_tables():
    shown = made()
    for section in PAGE.sections:
        assert f'<section id="{section.anchor}">' in shown and f'href="#{section.anchor}"' in shown
    assert shown.count("<svg") == sum(len(section.pictures) for section in PAGE.sections)
    assert shown.count("<table") == sum(len(section.tables) for section in PAGE.sections)
    assert "+43 %" in shown and 'data-v="12.4"' in shown
    assert "prefers-color-scheme" in shown and "@media print" in shown


def test_hostile_text_becomes_no_element():
    nasty = '"><img src=x onerror=alert(1)></td><script>alert(1)</script>'
    given = gathered()
    told = [{**each, "title": nasty, "project": nasty, "session": nasty} for each in given.sessions]
    elements = Elements()
    elements.feed(made(build(given._replace(sessions=told), FRAME._replace(title=nasty))))
    assert "img" not in elements.found and elements.found.count("script") == 1


def test_same_report_same_bytes():
    assert made() == made()
