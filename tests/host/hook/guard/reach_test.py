"""The guard that looks at words; the attacks themselves are in `tests/contract/selves_test.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_denial_says_what_for(machine: Machine) -> None:
    found = machine.judged(machine.bash(f"acme {machine.config}/rules.toml"))
    assert (found["decision"], found["by"]) == ("deny", "self")
    assert found["reason"] == "SELF acme is pointed at a place of cctl"
    assert found["trail"][-1] == {"layer": "reach", "decision": "deny"}


def test_an_ask_of_its_own_is_not_left_to_the_clients_settings(machine: Machine) -> None:
    machine.configure('[hook]\nunknown = "host"\n')
    case = machine.bash("tmux send-keys -t 0 y Enter", env={"ATTENDED": "1"})
    assert machine.judged(case)["decision"] == "ask"


def test_a_patch_that_is_not_there_or_a_folder_says_nothing(machine: Machine) -> None:
    (machine.project / "folder").mkdir()
    for name in ("gone.patch", "folder"):
        assert machine.judged(machine.bash(f"git apply {name}"))["by"] != "self"


def test_no_file_tool_writes_to_what_runs_the_gate(machine: Machine) -> None:
    for path in (
        os.__file__,
        str(Path(os.__file__).parent / "json/new.py"),
        os.path.realpath(sys.executable),
        "/usr/local/bin/cctl-hook",
    ):
        for tool, given in (("Write", {"content": "x"}), ("Edit", {"old_string": "a", "new_string": "b"})):
            found = machine.judged(machine.case(tool, {"file_path": path, **given}))
            assert (found["decision"], found["by"]) == ("deny", "self"), path
    assert machine.judged(machine.case("Read", {"file_path": os.__file__}))["by"] != "self"


def test_other_tools_are_none_of_its_business(machine: Machine) -> None:
    assert machine.judged(machine.case("WebSearch", {"query": "cctl init --remove"}))["by"] != "self"
