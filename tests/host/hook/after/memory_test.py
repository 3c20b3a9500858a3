"""What a session's hooks remember."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hooked import SESSION, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def notes(machine: Machine) -> list[dict[str, Any]]:
    path = machine.state / f"guard/{SESSION}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_settings_and_project_are_pinned_once(machine: Machine) -> None:
    machine.configure('[brain]\npolicy = "readonly"\n')
    machine.judged(machine.case(hook_event_name="SessionStart", source="startup"))
    machine.configure('[brain]\npolicy = "workspace"\nmode = "off"\n')
    found = machine.judged(machine.bash("touch a"))
    assert found["decision"] == "ask"
    pins = [each["pin"] for each in notes(machine) if "pin" in each]
    assert len(pins) == 1
    assert pins[0] | {"power": 0} == {
        "brain.policy": "readonly", "brain.mode": "on", "hook.on_error": "ask", "hook.unknown": "ask",
        "project": str(machine.project), "commit": "", "power": 0,
    }  # fmt: skip
    assert set(pins[0]["power"].values()) == {""}


def test_paths_are_remembered_once(machine: Machine) -> None:
    for _ in range(2):
        machine.judged(machine.case("Edit", {"file_path": "a.py", "old_string": "x", "new_string": "y"}))
    machine.judged(machine.bash("echo > b.sh; cat < c > ../project/d"))
    wrote = [path for each in notes(machine) for path in each.get("wrote", [])]
    assert wrote == [f"{machine.project}/{name}" for name in ("a.py", "b.sh", "d")]


def test_reading_and_resting_leave_nothing(machine: Machine) -> None:
    machine.judged(machine.bash("ls"))
    before = len(notes(machine))
    machine.judged(machine.bash("cat a"))
    machine.judged(machine.case(hook_event_name="Stop"))
    machine.judged(machine.bash("ls", hook_event_name="PostToolUse"))
    assert len(notes(machine)) == before


def test_nothing_is_left_where_nothing_can_be(machine: Machine) -> None:
    machine.write("guard", "a file where the folder should be")
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"
