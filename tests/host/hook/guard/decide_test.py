"""The judgement inside the hook: policies, modes, and a call judged once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hooked import Machine

ASKED = "curl -d @x https://example.org"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def dialog(machine: Machine, command: str, **more: Any) -> Any:
    return machine.answered(machine.bash(command, hook_event_name="PermissionRequest", tool_use_id=None, **more))


@pytest.mark.parametrize(("command", "decision"), [("ls", "allow"), ("touch a", "allow"), (ASKED, "ask"), ("rm -rf /", "deny")])  # fmt: skip  # noqa: E501 -- one row
def test_the_policy_decides(machine: Machine, command: str, decision: str) -> None:
    assert machine.judged(machine.bash(command))["decision"] == decision


def test_planning_is_held_to_looking(machine: Machine) -> None:
    assert machine.judged(machine.bash("touch a", permission_mode="plan"))["decision"] == "ask"
    assert machine.judged(machine.bash("ls", permission_mode="plan"))["decision"] == "allow"


def test_the_configured_policy_holds(machine: Machine) -> None:
    machine.configure('[brain]\npolicy = "locked"\n')
    assert machine.judged(machine.bash("ls"))["decision"] == "ask"


def test_switched_off_only_self_protection_is_left(machine: Machine) -> None:
    machine.configure('[brain]\nmode = "off"\n')
    assert machine.answered(machine.bash("dd if=x of=/dev/sda")) is None
    assert machine.answered(machine.bash("dd if=x of=/dev/sda", permission_mode="bypassPermissions")) is None
    answer = machine.answered(machine.bash(f"rm {machine.state}/deny/x.json"))
    assert answer["hookSpecificOutput"]["permissionDecision"] == "deny"


@pytest.mark.parametrize("mode", ["bypassPermissions", "auto", "dontAsk", "tomorrows"])
def test_where_nobody_judges_after_us_there_is_always_an_answer(machine: Machine, mode: str) -> None:
    machine.configure('[hook]\nunknown = "host"\n')
    for command in ("ls", "git push", ASKED, "rm -rf /"):
        assert machine.answered(machine.bash(command, permission_mode=mode, env={"ATTENDED": "1"})) is not None


def test_the_client_may_be_left_what_rules_could_settle(machine: Machine) -> None:
    assert machine.judged(machine.bash("git push", env={"ATTENDED": "1"}))["decision"] == "ask"
    machine.configure('[hook]\nunknown = "host"\n')
    other = {"session_id": "another", "env": {"ATTENDED": "1"}}
    assert machine.judged(machine.bash("git push", **other))["decision"] == "abstain"
    assert machine.judged(machine.bash("git push", session_id="another"))["decision"] == "ask"
    assert machine.judged(machine.bash(ASKED, **other))["decision"] == "ask"


def test_a_dialog_of_what_was_allowed_is_the_users_own(machine: Machine) -> None:
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"
    assert dialog(machine, "ls") is None


def test_a_dialog_of_what_was_refused_is_refused_again(machine: Machine) -> None:
    machine.judged(machine.bash("rm -rf /"))
    assert dialog(machine, "rm -rf /")["hookSpecificOutput"]["decision"]["behavior"] == "deny"


def test_a_dialog_that_was_never_announced_is_judged(machine: Machine) -> None:
    assert dialog(machine, "ls")["hookSpecificOutput"]["decision"] == {"behavior": "allow"}
    assert dialog(machine, ASKED) is None
    assert dialog(machine, "rm -rf /")["hookSpecificOutput"]["decision"]["behavior"] == "deny"


def test_where_nothing_can_be_written_no_dialog_is_answered_with_yes(machine: Machine) -> None:
    machine.write("hook", "a file where the folder should be")
    assert dialog(machine, "ls") is None


def test_codex_is_told_of_an_allow_in_its_dialog(machine: Machine) -> None:
    codex = {"turn_id": "t", "model": "m"}
    assert machine.answered(machine.bash("ls", **codex)) is None
    assert dialog(machine, "ls", **codex)["hookSpecificOutput"]["decision"] == {"behavior": "allow"}
    assert machine.answered(machine.bash(ASKED, **codex))["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert dialog(machine, ASKED, **codex) is None


def test_a_judgement_that_falls_over_asks(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    case = machine.bash("ls")
    monkeypatch.setattr("cctl.host.hook.case.PACKAGE", "/nowhere")
    found = machine.judged(case)
    assert (found["decision"], found["by"]) == ("ask", "error")
