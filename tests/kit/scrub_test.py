"""Scrubbing on this machine."""

from __future__ import annotations

from pathlib import Path

from cctl.kit.scrub import scrubber
from tests.kit.check.checked import run_in


def test_the_machines_user_home_and_words_are_hidden(tmp_path: Path) -> None:
    run = run_in(tmp_path, USER="josephine", CCTL_SCRUB__WORDS="moonshot")
    record = {"type": "turn", "v": 1, "ts": "t", "session": "s", "prompt": f"{tmp_path}/x by josephine on moonshot"}
    shown = scrubber(run)(record)["prompt"]
    assert str(tmp_path) not in shown
    assert "josephine" not in shown
    assert "moonshot" not in shown
