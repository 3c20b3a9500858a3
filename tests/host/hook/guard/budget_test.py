"""Spent budgets of every scope deny; others don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.hook.guard.budget import project_file
from tests.hooked import SESSION, Machine

SPENT = {"type": "budget", "mark": "breached", "hard": True, "limit_usd": 1, "spent_usd": 2, "scope": "x"}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("name", ["day", "week", "block", f"session/{SESSION}"])
def test_a_spent_budget_denies(machine: Machine, name: str) -> None:
    machine.write(f"spend/{name}.json", SPENT)
    found = machine.judged(machine.bash("ls"))
    assert (found["decision"], found["reason"]) == ("deny", "the x budget is spent: $2.00 of $1.00")
    assert found["trail"][-1] == {"layer": "budget", "decision": "deny"}


def test_the_projects_budget_is_found_by_the_project(machine: Machine) -> None:
    path = project_file(str(machine.state), str(machine.project))
    machine.write(path.removeprefix(f"{machine.state}/"), SPENT)
    assert machine.judged(machine.bash("ls"))["decision"] == "deny"
    assert machine.judged(machine.bash("ls", cwd="/elsewhere/entirely"))["decision"] == "deny"  # the session's project
    assert machine.judged(machine.bash("ls", cwd="/elsewhere/entirely", session_id="new"))["decision"] != "deny"


def test_a_budget_of_another_session_or_with_something_left_allows(machine: Machine) -> None:
    machine.write("spend/session/other.json", SPENT)
    machine.write("spend/day.json", SPENT | {"mark": "warned"})
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"


def test_a_session_without_a_name_is_held_to_the_rest(machine: Machine) -> None:
    machine.write("spend/day.json", SPENT)
    assert machine.judged(machine.bash("ls", session_id=None))["decision"] == "deny"
