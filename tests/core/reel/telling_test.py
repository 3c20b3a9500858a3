"""Of two hundred lines, the seven that matter."""

from __future__ import annotations

import pytest

from cctl.core.reel.telling import GAP, outcome, telling, tone, window
from tests.staged import FAILED, PASSED


def test_a_failing_run_shows_what_failed_and_how_it_ended():
    told = telling(FAILED, limit=6, failed=True)
    assert any(line.startswith("E       AssertionError") for line in told.lines)
    assert "1 failed, 11 passed" in told.lines[-1]
    assert len(told.lines) <= 7
    assert told.omitted > 0


def test_a_short_output_is_shown_whole():
    assert telling("a\n\nb", limit=5, failed=False) == (["a", "b"], 0)


def test_a_long_output_keeps_its_end():
    text = "\n".join(f"line {at}" for at in range(500))
    told = telling(text, limit=5, failed=False)
    assert told.lines[-1] == "line 499"
    assert GAP in told.lines
    assert told.omitted == 500 - (len(told.lines) - told.lines.count(GAP))


def test_a_progress_bar_is_shown_as_it_ended():
    assert telling("10%\r50%\r100% done", limit=5, failed=False).lines == ["100% done"]


def test_the_window_keeps_the_error_of_a_huge_output():
    text = "x\n" * 200_000 + "src/a.c:3: error: no such thing\n" + "y\n" * 200_000 + "3 errors"
    kept, lines = window(text, most=4096, longest=600)
    assert len(kept) <= 4200
    assert lines == 400_002
    assert kept.endswith("3 errors")


def test_one_line_of_megabytes_is_cut():
    kept, lines = window("z" * 3_000_000, most=4096, longest=600)
    assert lines == 1 and len(kept) <= 600


@pytest.mark.parametrize(
    ("text", "failed", "ended"),
    [
        (FAILED, False, "red"),
        (PASSED, False, "green"),
        ("", True, "red"),
        ("0 failed, 3 passed", False, "green"),
        ("test result: FAILED. 3 passed; 1 failed", False, "red"),
        ("Tests:       2 failed, 5 passed, 7 total", False, "red"),
        ("ok  \tgithub.com/a/b\t0.01s", False, "green"),
        ("--- FAIL: TestX (0.00s)", False, "red"),
    ],
)
def test_how_a_run_ended(text, failed, ended):
    assert outcome(text, failed) == ended


def test_tones():
    assert tone("E   assert 1", True) == "bad"
    assert tone("12 passed in 0.1s", False) == "good"
    assert tone("building", False) == ""
