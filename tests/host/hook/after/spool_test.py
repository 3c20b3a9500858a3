"""What an event leaves in the spool."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.live.spool import evidence
from tests.hooked import SESSION, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_every_event_leaves_a_line(machine: Machine) -> None:
    for name in ("SessionStart", "UserPromptSubmit", "Stop", "SubagentStop", "SessionEnd", "Notification", "Whatever"):
        machine.judged(machine.case(hook_event_name=name, prompt="secret words", source="startup"))
    lines = machine.spool()
    assert [line["event"] for line in lines][:2] == ["SessionStart", "UserPromptSubmit"]
    assert len(lines) == 7
    assert "secret words" not in str(lines)


def test_lines_are_evidence_of_the_session(machine: Machine) -> None:
    machine.judged(machine.bash("ls"))
    raw = (machine.state / f"hook/{SESSION}.jsonl").read_bytes().strip()
    record = evidence(raw, SESSION)
    assert record is not None
    assert record["data"]["event"] == "PreToolUse"


def test_a_call_shows_its_input_only_when_a_human_is_asked(machine: Machine) -> None:
    machine.judged(machine.bash("echo hi"))
    machine.judged(machine.bash("echo hi", hook_event_name="PermissionRequest", tool_use_id=None))
    machine.judged(machine.bash("echo hi", hook_event_name="PostToolUse"))
    machine.judged(machine.bash("echo ho", hook_event_name="PostToolUse"))
    shown = [line.get("input") for line in machine.spool()]
    assert shown == [None, {"command": "echo hi"}, {"command": "echo hi"}, None]


def test_secrets_are_not_written(machine: Machine) -> None:
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    machine.judged(machine.bash(f"curl -H 'Authorization: token {token}' ~/x", hook_event_name="PermissionRequest"))
    assert token not in str(machine.spool())
    assert "~/x" in str(machine.spool())


def test_the_verdict_is_written_with_it(machine: Machine) -> None:
    machine.judged(machine.bash("rm -rf /"))
    verdict = machine.spool()[0]["verdict"]
    assert verdict["decision"] == "deny"
    assert verdict["effects"]
