"""What is made ready when a session starts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cctl.core.hook.verdict import verdict
from cctl.host.hook.after.ready import note
from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.configure('[[rules]]\nname = "no push"\nmatch_command = ["git push"]\naction = "deny"\n')
    return made


def compiled(machine: Machine) -> bool:
    return any((machine.state / "brain/rules").glob("*"))


def test_a_session_starts_with_its_rules_compiled(machine: Machine) -> None:
    machine.judged(machine.case(hook_event_name="SessionStart"))
    assert compiled(machine)
    assert machine.judged(machine.bash("git push"))["decision"] == "deny"


def test_what_a_call_ran_out_of_time_over_is_finished(machine: Machine) -> None:
    longer: list[int] = []
    case = machine.bash("ls")
    watch: Any = SimpleNamespace(longer=longer.append)
    case.watch = watch
    note(case, verdict("allow", "policy", ""))
    assert not compiled(machine)
    note(case, verdict("ask", "deadline", ""))
    assert compiled(machine)
    assert longer == [3000]
