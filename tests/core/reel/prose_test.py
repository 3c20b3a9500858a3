"""Texts to read."""

from __future__ import annotations

from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film
from cctl.core.reel.prose import markdown, text
from cctl.core.reel.tell import checked, tell
from tests.staged import story
from tests.taste import REDACTOR, TASTE

MOMENTS = tell(story().records, TASTE, Cut(), REDACTOR).moments


def test_markdown_is_the_story():
    shown = "".join(markdown(MOMENTS, TASTE))
    assert shown.startswith("# Greet people properly")
    assert "## 2. Now write the notes" in shown
    assert "```diff\n@@ -1,2 +1,2 @@\n def greet(name):\n-" in shown
    assert "$ python -m pytest -q" in shown and "✓ Tests pass again." in shown
    assert "**Commit `1a2b3c4`** Greet properly" in shown
    assert "| cost | $0.10 |" in shown


def test_nothing_breaks_out_of_a_fence_or_becomes_markup():
    nasty = "````\n</details><script>x</script> ![x](http://e/x.png) @team http://e/ | # a"
    moments = [checked({"kind": "command", "title": nasty, "text": nasty}), checked({"kind": "text", "title": nasty})]
    shown = "".join(markdown(moments, TASTE))
    assert "`````console" in shown
    outside = shown.split("`````\n\n")[1]
    assert "\\<script" in outside and "!\\[" in outside and "\\@team" in outside and "http\\://" in outside


def test_text_shows_each_page_once():
    shown = "".join(text(film(MOMENTS, TASTE, Screen())))
    assert shown.count("✓ tests pass again") == 1
    assert "\x1b" not in shown and shown.endswith("\n")
