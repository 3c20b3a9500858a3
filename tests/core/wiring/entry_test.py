"""What stands in the settings of each client."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from cctl.core.wiring.entry import CLAUDE, CODEX, command, entries, ours, quoted

LAUNCHER = "/home/u/.local/state/cctl/wiring/hook.py"


def test_claude_code_is_wired_for_every_event_that_counts() -> None:
    found = entries("claude", "/usr/bin/python3", LAUNCHER)
    assert set(found) == {
        "PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure", "UserPromptSubmit", "Stop",
        "SubagentStop", "SessionStart", "SessionEnd", "Notification", "ConfigChange",
    }  # fmt: skip
    gate = found["PreToolUse"]
    assert gate["matcher"] == "*"
    assert gate["hooks"][0]["onFailure"] == "block"
    assert gate["hooks"][0]["timeout"] == 10
    assert "matcher" not in found["Stop"]
    assert [name for name, entry in found.items() if "onFailure" in entry["hooks"][0]] == ["PreToolUse"]


def test_codex_gets_only_what_its_schema_knows() -> None:
    found = entries("codex", "/usr/bin/python3", LAUNCHER)
    assert {key for entry in found.values() for key in entry["hooks"][0]} == {"type", "command", "timeout"}
    assert all("--agent codex" in entry["hooks"][0]["command"] for entry in found.values())
    assert {each.name for each in CODEX} < {each.name for each in CLAUDE}


def test_nothing_in_the_command_is_looked_up() -> None:
    words = shlex.split(command("/opt/my python/bin/python3", "/home/o'neil/cctl/wiring/hook.py", "claude", "Stop"))
    assert words == ["/opt/my python/bin/python3", "-I", "-S", "-X", "utf8", "/home/o'neil/cctl/wiring/hook.py",
                     "--agent", "claude", "--event", "Stop"]  # fmt: skip


@pytest.mark.parametrize("word", ["", "a b", "a'b", "$(x)", "a;b", "~", "a\nb", "é", "plain/path-1.2", "*"])
def test_a_quoted_word_is_read_back(word: str) -> None:
    assert shlex.split(quoted(word)) == [word]


@pytest.mark.parametrize(
    ("handler", "found"),
    [
        ({"command": f"/usr/bin/python3 -I -S {LAUNCHER} --event Stop"}, True),
        ({"command": "py '/other home/cctl/wiring/hook.py' --event Stop"}, True),
        ({"command": "/elsewhere/launch --event Stop"}, False),
        ({"command": "python3 /home/u/my/wiring/hook.py"}, False),
        ({"type": "http", "url": "http://x"}, False),
        ("text", False),
        ({"command": 3}, False),
    ],
)
def test_handlers_of_ours_are_told_from_others(handler: Any, found: bool) -> None:
    assert ours(handler) is found


def test_a_recorded_launcher_is_ours_wherever_it_lies() -> None:
    assert ours({"command": "/usr/bin/python3 '/odd place/x.py' --event Stop"}, "/odd place/x.py")
