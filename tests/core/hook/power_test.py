"""Which parts of settings have power over the gate."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.hook.power import power, weakened

BASE: dict[str, Any] = {"model": "opus", "permissions": {"allow": ["Bash(ls:*)"]}}


@pytest.mark.parametrize(
    "more",
    [
        {"hooks": {"Stop": []}},
        {"disableAllHooks": True},
        {"env": {"HOME": "/tmp/x"}},
        {"apiKeyHelper": "x"},
        {"permissions": {"defaultMode": "bypassPermissions"}},
        {"enableAllProjectMcpServers": True},
    ],
)
def test_what_has_power_is_noticed(more: dict[str, Any]) -> None:
    assert power(BASE | more) != power(BASE)


@pytest.mark.parametrize(
    "more", [{"model": "haiku"}, {"permissions": {"allow": ["Bash(x)"], "deny": ["y"]}}, {"theme": 1}]
)
def test_taste_and_what_a_dialog_allows_is_not(more: dict[str, Any]) -> None:
    assert power(BASE | more) == power(BASE) == ""


def test_no_file_and_no_settings() -> None:
    assert power(None) == ""
    assert power(False) == power([]) == "unreadable"


WIRED: dict[str, Any] = {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": "gate"}]}]}}


def test_the_wiring_must_stay() -> None:
    assert weakened(WIRED, {"PreToolUse": "gate"}) == ""
    assert weakened(WIRED, {}) == ""


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (None, "can't be read"),
        (False, "can't be read"),
        ({}, "no longer call"),
        ({"hooks": []}, "no longer call"),
        ({"hooks": {"PreToolUse": [{"hooks": [{"command": "gate || true"}]}]}}, "no longer call"),
        ({"hooks": {"PreToolUse": ["gate", {"hooks": "gate"}]}}, "no longer call"),
        (WIRED | {"disableAllHooks": True}, "switch all hooks off"),
    ],
)
def test_what_weakens_it_is_told(document: Any, told: str) -> None:
    assert told in weakened(document, {"PreToolUse": "gate"})
