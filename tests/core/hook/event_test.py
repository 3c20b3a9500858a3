"""Events: which client, what must be there, what may be anything."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.hook import event

CALL: dict[str, Any] = {
    "session_id": "3883baa9-1765-42d1-8040-885b05ca7f2a",
    "transcript_path": "/home/dev/.claude/projects/-p/3883baa9.jsonl",
    "cwd": "/home/dev/proj",
    "permission_mode": "default",
    "hook_event_name": "PreToolUse",
    "tool_name": "Bash",
    "tool_input": {"command": "ls"},
    "tool_use_id": "toolu_01",
}


def test_a_call_of_claude_code() -> None:
    read = event.read(CALL)
    assert (read.name, read.agent, read.tool, read.input) == ("PreToolUse", "claude", "Bash", {"command": "ls"})
    assert (read.session, read.call, read.cwd) == (CALL["session_id"], "toolu_01", "/home/dev/proj")
    assert (read.mode, read.agent_id, read.attended) == ("default", "", False)


@pytest.mark.parametrize(
    "more",
    [
        {"turn_id": "t"},
        {"model": "gpt"},
        {"transcript_path": "/h/.codex/sessions/2026/11/20/rollout-2026-x.jsonl"},
        {"turn_id": None},
    ],
)
def test_whatever_looks_like_codex_is_codex(more: dict[str, Any]) -> None:
    assert event.read(CALL | more).agent == "codex"
    assert event.read(CALL | more, "PreToolUse", "claude").agent == "codex"


def test_the_wiring_may_say_codex_but_never_takes_it_back() -> None:
    assert event.read(CALL, agent="codex").agent == "codex"
    start = {"hook_event_name": "SessionStart", "session_id": "s", "model": "claude-x"}
    assert event.read(start).agent == "claude"


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        "text",
        3,
        {},
        CALL | {"tool_name": None},
        CALL | {"tool_name": ""},
        CALL | {"tool_input": "ls"},
        CALL | {"tool_input": None},
        CALL | {"tool_input": [1]},
    ],
)
def test_malformed_events_are_said_to_be(given: object) -> None:
    with pytest.raises(event.Malformed):
        event.read(given)


def test_the_wiring_and_the_event_must_agree() -> None:
    with pytest.raises(event.Malformed, match="wired for Stop"):
        event.read(CALL, "Stop")
    nameless = {key: value for key, value in CALL.items() if key != "hook_event_name"}
    assert event.read(nameless).name == "PreToolUse"
    assert event.read(nameless, "PermissionRequest").name == "PermissionRequest"


def test_unknown_events_and_kinds_of_values_are_passed_over() -> None:
    read = event.read({"hook_event_name": "FileChanged", "session_id": 7, "cwd": {}, "permission_mode": ["x"]})
    assert (read.session, read.cwd, read.mode, read.tool) == ("", "", "", "")


@pytest.mark.parametrize("told", ["", "..", "../x", "a/b", ".hidden", "a\0b", "x" * 129, "é", None, 3, "a b", "a\n"])
def test_no_session_id_leads_out_of_a_folder(told: object) -> None:
    assert event.session(told) == ""


@pytest.mark.parametrize("told", ["3883baa9-1765", "s", "A.b_c-9", "x" * 128])
def test_plain_session_ids_are_names(told: str) -> None:
    assert event.session(told) == told
