"""The adapter to the judgement."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.hook.judging import judged
from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    ("command", "decision", "learnable"),
    [("ls", "allow", None), ("git push", "ask", True), ("git push; sudo ls", "ask", None), ("rm -rf ~", "deny", None)],
)
def test_an_ask_that_rules_could_settle_says_so(
    machine: Machine, command: str, decision: str, learnable: bool | None
) -> None:
    found = judged(machine.bash(command), "workspace")
    assert (found["decision"], found.get("learnable")) == (decision, learnable)


def test_links_are_followed_for_commands(machine: Machine) -> None:
    (machine.project / "notes").symlink_to(machine.state)
    assert judged(machine.bash("cat notes/deny/x.json"), "workspace")["by"] == "self"


def test_the_effects_stay_for_other_guards(machine: Machine) -> None:
    case = machine.bash("echo > a")
    judged(case, "workspace")
    assert any(code == "WRITE(project)" for code, _, _, _ in case.effects)
