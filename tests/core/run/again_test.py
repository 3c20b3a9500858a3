"""Going on after the API broke a run off."""

from __future__ import annotations

import pytest

from cctl.core.run.again import PROMPT, passing, pause_s, resumed


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("--session-id S -p go", ""),
        ("--settings f --session-id S -p go --allowedTools A B --model m", "--settings f --allowedTools A B --model m"),
        ("--resume S --fork-session -p go --verbose", "--verbose"),
        ("--session-id=S --print -- --odd", ""),
    ],
)
def test_the_same_command_goes_on(words: str, kept: str) -> None:
    assert resumed(["claude", *words.split()], "S") == ["claude", "--resume", "S", "-p", PROMPT, *kept.split()]


def test_what_goes_by_and_what_does_not() -> None:
    assert passing({"status": 529}) and passing({"status": 429, "error": "x"}) and passing({"error": "rate_limit"})
    assert not passing({}) and not passing({"status": 400, "error": "rate_limit"}) and not passing({"error": "billing"})


def test_pauses_grow_to_ten_minutes() -> None:
    assert [pause_s(each) for each in (0, 1, 2, 9, 10_000)] == [15.0, 30.0, 60.0, 600.0, 600.0]
