"""Times of the command line."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from cctl.kit.moment import asked_week_start, asked_window, asked_zone
from cctl.records.errors import UsageError
from tests.kit.check.checked import run_in


def test_our_grammar_comes_first_and_dateutil_last(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    now = run.world.now_ms()
    assert asked_window(run, "24h", "", UTC).start == now - 86_400_000
    odd = asked_window(run, "5 June 2026 14:30", "", UTC).start
    assert odd == 1_780_669_800_000
    with pytest.raises(UsageError, match="--since"):
        asked_window(run, "5", "", UTC)
    with pytest.raises(UsageError, match="--since"):
        asked_window(run, "bananas", "", UTC)
    with pytest.raises(UsageError):
        asked_window(run, "today", "yesterday", UTC)


def test_the_zone_is_the_flags_else_the_configured_else_the_machines(tmp_path: Path) -> None:
    assert str(asked_zone(run_in(tmp_path), "Asia/Kathmandu")) == "Asia/Kathmandu"
    assert str(asked_zone(run_in(tmp_path, CCTL_TIMEZONE="Asia/Tokyo"), None)) == "Asia/Tokyo"
    assert str(asked_zone(run_in(tmp_path, TZ="Europe/Berlin"), None)) == "Europe/Berlin"
    with pytest.raises(UsageError, match="no zone"):
        asked_zone(run_in(tmp_path), "Mars/Olympus")


def test_weeks_begin_where_they_are_told(tmp_path: Path) -> None:
    assert asked_week_start(run_in(tmp_path), None) == 0
    assert asked_week_start(run_in(tmp_path), "sunday") == 6
    assert asked_week_start(run_in(tmp_path, CCTL_WEEK_START="saturday"), None) == 5
