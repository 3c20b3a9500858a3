"""Settings that change while a session runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hooked import Machine

WIRED = {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": "gate"}]}]}, "model": "x"}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    (made.home / ".claude").mkdir()
    settings(made, WIRED)
    record = {"path": f"{made.home}/.claude/settings.json", "agent": "claude", "events": {"PreToolUse": "gate"}}
    made.write("wiring/installed.json", {"files": [record]})
    made.judged(made.case(hook_event_name="SessionStart", source="startup"))
    return made


def settings(machine: Machine, value: Any) -> str:
    path = machine.home / ".claude/settings.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return str(path)


def changed(machine: Machine, path: str) -> Any:
    return machine.answered(machine.case(hook_event_name="ConfigChange", source="user_settings", file_path=path))


@pytest.mark.parametrize(
    "value", [{}, {"hooks": {}}, WIRED | {"disableAllHooks": True}, "{", WIRED | {"env": {"A": "b"}}]
)
def test_what_weakens_the_gate_is_not_taken_over(machine: Machine, value: Any) -> None:
    answer = changed(machine, settings(machine, value))
    assert answer["decision"] == "block"


@pytest.mark.parametrize("value", [WIRED, WIRED | {"model": "y"}, WIRED | {"permissions": {"allow": ["Bash(x)"]}}])
def test_other_changes_are(machine: Machine, value: Any) -> None:
    assert changed(machine, settings(machine, value)) is None


def test_project_settings_neither_switch_hooks_off_nor_gain_power(machine: Machine) -> None:
    folder = machine.project / ".claude"
    folder.mkdir()
    for name in ("settings.json", "settings.local.json"):
        path = folder / name
        path.write_text('{"model": "x"}')
        assert changed(machine, str(path)) is None
        for value in ({"disableAllHooks": True}, {"hooks": {"PreToolUse": []}}, {"env": {"HOME": "/tmp"}}):
            path.write_text(json.dumps(value))
            assert changed(machine, str(path))["decision"] == "block", value


def test_what_init_takes_back_is_no_weakness(machine: Machine) -> None:
    machine.write("wiring/installed.json", {"files": [], "plugins": {"/p": {}}})
    assert changed(machine, settings(machine, {"model": "x"}))["decision"] == "block"
    (machine.state / "wiring/installed.json").unlink()
    assert changed(machine, settings(machine, {"model": "x"})) is None


def test_a_session_that_starts_without_its_wiring_is_told(machine: Machine) -> None:
    settings(machine, {})
    answer = machine.answered(machine.case(hook_event_name="SessionStart", session_id="new"))
    assert "cctl init --check" in answer["systemMessage"]
    settings(machine, WIRED)
    assert machine.answered(machine.case(hook_event_name="SessionStart", session_id="newer")) is None


def test_a_change_without_a_file_is_passed_over(machine: Machine) -> None:
    assert machine.answered(machine.case(hook_event_name="ConfigChange", source="skills")) is None
