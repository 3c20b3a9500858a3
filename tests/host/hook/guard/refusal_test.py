"""A session that was refused something stays refused, whatever the policy says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hooked import SESSION, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_refused_session_is_denied_every_call(machine: Machine) -> None:
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"
    machine.write(f"deny/{SESSION}.json", {"v": 1, "reason": "over budget", "by": "act", "ends": True})
    for tool, given in (("Bash", {"command": "ls"}), ("Read", {"file_path": "a"}), ("mcp__x__get", {})):
        answer = machine.answered(machine.case(tool, given))
        assert answer["hookSpecificOutput"]["permissionDecision"] == "deny"
        assert answer["continue"] is False
        assert "over budget" in answer["stopReason"]


def test_its_prompts_are_blocked_and_its_dialogs_answered(machine: Machine) -> None:
    machine.write(f"deny/{SESSION}.json", {"reason": "stop"})
    prompt = machine.answered(machine.case(hook_event_name="UserPromptSubmit", prompt="go on"))
    assert prompt == {"decision": "block", "reason": "cctl: refused by act: stop"}
    dialog = machine.answered(machine.bash("ls", hook_event_name="PermissionRequest", tool_use_id=None))
    assert dialog["hookSpecificOutput"]["decision"]["behavior"] == "deny"


def test_other_sessions_and_refusals_that_are_over_are_free(machine: Machine) -> None:
    machine.write("deny/other.json", {"reason": "stop"})
    machine.write(f"deny/{SESSION}.json", {"reason": "stop", "until": "2020-01-01T00:00:00.000Z"})
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"


def test_a_refusal_half_written_refuses(machine: Machine) -> None:
    machine.write(f"deny/{SESSION}.json", '{"reason": "st')
    assert machine.judged(machine.bash("ls"))["decision"] == "deny"
