"""The status line, as text."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.statusline import FLEET, TEMPLATE, Field, fields, line

NOW = 1_000_000.0
KNOWN: dict[str, Any] = {
    "at": NOW - 3,
    "refresh_s": 10,
    "warn": 0.5,
    "full": 0.8,
    "day_usd": 4.0,
    "day_limit": 5.0,
    "sessions_count": 3,
    "waiting_count": 1,
    "sessions": {"s1": {"state": "needs_input", "cost_usd": 1.25}},
}
GIVEN: dict[str, Any] = {
    "session_id": "s1",
    "model": {"display_name": "Opus"},
    "workspace": {"project_dir": "/p/shop"},
    "cost": {"total_cost_usd": 0.5},
    "context_window": {"used_percentage": 61},
    "prompt_cache": {"warm": True, "expires_at": NOW + 125},
    "rate_limits": {"five_hour": {"used_percentage": 12.4}},
}


def plain(given: dict[str, Any], known: dict[str, Any], template: str = TEMPLATE) -> str:
    return line(template, fields(given, known, NOW), "none")


def test_a_session_is_told_in_one_line() -> None:
    told = "needs_input · Opus · ctx 61% · $1.25 · today $4.00/$5 · cache 2:05 · 5h 12%"
    assert plain(GIVEN, KNOWN) == told
    assert plain({"model": {"id": "m"}}, {}) == "m"
    assert plain({}, KNOWN, FLEET) == "3 agents · 1 waiting · today $4.00/$5"
    assert plain({}, {}, FLEET) == "- agents"


def test_the_greater_of_two_lower_bounds_is_the_cost() -> None:
    assert plain(GIVEN | {"cost": {"total_cost_usd": 9}}, KNOWN, "{cost}") == "$9.00"
    assert plain({"session_id": "s1"}, KNOWN, "{cost}") == "$1.25"
    assert plain({}, {}, "{cost}") == "-"


def test_what_is_old_or_incomplete_is_marked() -> None:
    assert plain(GIVEN, KNOWN | {"at": NOW - 61}, "{state} {day}") == "~needs_input ~$4.00/$5"
    assert plain({}, KNOWN | {"day_unpriced": 2}, "{day}") == "$4.00+/$5"


@pytest.mark.parametrize(("percent", "colour"), [(49, "green"), (50, "yellow"), (80, "red"), (120, "red")])
def test_context_is_coloured_by_its_thresholds(percent: int, colour: str) -> None:
    assert fields({"context_window": {"used_percentage": percent}}, KNOWN, NOW)["context"].colour == colour


def test_the_share_is_worked_out_where_the_client_gives_none() -> None:
    window = {"total_input_tokens": 50_000, "context_window_size": 200_000, "used_percentage": None}
    assert plain({"context_window": window}, {}, "{context}") == "25%"
    assert plain({"context_window": window | {"context_window_size": 0}}, {}, "{context}") == "-"


def test_the_cache_counts_down_to_cold() -> None:
    for left, text in ((59.9, "0:59"), (0, "cold"), (-5, "cold"), (3600, "60:00")):
        assert plain({"prompt_cache": {"expires_at": NOW + left}}, {}, "{cache}") == text
    assert plain({"prompt_cache": {"expires_at": NOW + 60, "warm": False}}, {}, "{cache}") == "cold"
    assert plain({"prompt_cache": {"expires_at": None}}, {}, "{cache}") == "-"
    assert plain({"prompt_cache": {"expires_at": 1e300}}, {}, "{cache}") == "-"


def test_brackets_go_when_a_field_in_them_is_unknown() -> None:
    values = {"a": Field("1")}
    assert line("x[ {a}][ {b}][ {a}{b}]y", values, "none") == "x 1y"
    assert line("{b}{a", values, "none") == "-{a"
    assert line("]{a}[open {a}", values, "none") == "]1open 1"


def test_hostile_text_drives_no_terminal() -> None:
    evil = "a\x1b[31m\x07\n\u202eb#[fg=red]" + "x" * 500
    shown = line("{model}\x1b[2J", fields({"model": {"display_name": evil}}, {}, NOW), "tmux")
    assert "\x1b" not in shown and "\u202e" not in shown and "\n" not in shown
    assert "##[fg=red]" in shown and len(shown) < 80


@pytest.mark.parametrize("junk", [None, 7, "x", [], True, {"a": {}}, {"used_percentage": "9"}, -1])
def test_a_client_that_sends_junk_costs_only_the_field(junk: Any) -> None:
    given = {name: junk for name in (*GIVEN, "rate_limits", "effort")}
    known = {name: junk for name in KNOWN}
    assert isinstance(plain(given, known), str)


def test_colours_are_written_for_who_shows_them() -> None:
    value = {"a": Field("7", "red")}
    assert line("{a}", value, "ansi") == "\x1b[31m7\x1b[0m"
    assert line("{a}", value, "tmux") == "#[fg=red]7#[default]"


def test_findings_and_windows_are_told_of_a_session_and_of_all() -> None:
    known = KNOWN | {"findings_count": 3, "limits": {"five_hour": {"used_percentage": 71}}}
    known["sessions"] = {"s1": {"findings": 1, "worst": "critical"}}
    assert fields(GIVEN, known, NOW)["findings"].colour == "red"
    assert plain(GIVEN, known, "{findings} {five_hour}") == "1 finding 12%"
    assert plain({}, known, FLEET) == "3 agents · 1 waiting · today $4.00/$5 · 5h 71% · 3 findings"
    assert "finding" not in plain(GIVEN, KNOWN)
