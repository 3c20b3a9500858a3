"""Settings for one client process."""

from __future__ import annotations

from cctl.core.run.inject import EVENTS, given_settings, runs_hooks, settings, with_settings


def test_what_was_given_stays_and_ours_comes_last() -> None:
    theirs = {"matcher": "Bash", "hooks": []}
    found = settings("ask", {"model": "m", "hooks": {"PreToolUse": [theirs], "Stop": [theirs]}})
    assert found["model"] == "m" and found["hooks"]["Stop"] == [theirs]
    before, ours = found["hooks"]["PreToolUse"]
    assert before == theirs and ours["matcher"] == "*"
    assert ours["hooks"][0]["command"] == "ask PreToolUse" and ours["hooks"][0]["onFailure"] == "block"
    assert set(settings("ask", {"hooks": "damaged"})["hooks"]) == set(EVENTS)


def test_the_command_line_has_one_settings_file() -> None:
    argv = ["claude", "--settings", "a", "--settings=b", "-p", "x", "--", "--settings", "prompt"]
    assert given_settings(argv) == "b"
    assert with_settings(argv, "f") == ["claude", "--settings", "f", "-p", "x", "--", "--settings", "prompt"]
    assert given_settings(["claude", "-p", "x"]) == given_settings(["claude", "--settings"]) == ""


def test_where_no_hooks_are_run() -> None:
    assert runs_hooks(["claude", "-p", "x", "--", "--bare"], {})
    assert not runs_hooks(["claude", "--bare"], {}) and not runs_hooks(["claude"], {"disableAllHooks": True})
