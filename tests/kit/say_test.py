"""Talk on stderr."""

from __future__ import annotations

import pytest

from cctl.kit.say import Say, visible


def test_control_characters_are_shown_not_sent() -> None:
    shown = visible("a\x1b]0;title\x07b\nc\x7f\u202ed\ud800\U000e0001")
    assert shown.isprintable()
    assert shown.startswith("a␛]0;title␇b␊c␡\\u202ed\\ud800\\U000e0001")
    assert visible("plain — 日本") == "plain — 日本"


def test_one_prefix_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say = Say("rules eval")
    say.warn("two\nlines")
    say.once("k", "again")
    say.once("k", "again")
    say.detail("hidden")
    Say("", verbose=True).detail("shown")
    Say("x", quiet=True).warn("silent")
    Say("x", quiet=True).error("loud")
    assert capsys.readouterr().err.splitlines() == [
        "cctl rules eval: two␊lines",
        "cctl rules eval: again",
        "cctl: shown",
        "cctl x: loud",
    ]
