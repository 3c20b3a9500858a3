"""The installed hook asks the keeper of the run that its session belongs to."""

from __future__ import annotations

import json
import os
import select
import threading
from pathlib import Path
from typing import Any

import pytest

from cctl.core.run.reply import refusal
from cctl.host.hook.guard.refusal import RUN
from cctl.host.run.door import Door
from tests.hooked import SESSION, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


class Keeper:
    """One that answers as it is told, once."""

    def __init__(self, folder: Path, answer: bytes) -> None:
        folder.mkdir()
        self.door, self.asked = Door(str(folder)), list[dict[str, Any]]()
        self.answer = answer
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while not self.asked:
            for visit in self.door.visits(select.select(self.door.descriptors(), [], [], 5)[0]):
                self.asked.append({**visit.request, **json.loads(visit.body)})
                visit.answer(self.answer)
        self.door.close()


def codex(machine: Machine, folder: Path, **more: Any) -> dict[str, Any]:
    case = machine.bash("ls", env={RUN: str(folder)}, turn_id="t", model="m", **more)
    assert case.event.agent == "codex"
    return machine.judged(case)


def test_what_the_keeper_refuses_is_denied_and_the_folder_is_left_again(machine: Machine, tmp_path: Path) -> None:
    here = os.getcwd()  # noqa: PTH109 -- the very call that the hook makes
    keeper = Keeper(tmp_path / "run", b"+" + refusal("PreToolUse", "cctl: the limit on usd is reached"))
    found = codex(machine, tmp_path / "run")
    keeper.thread.join(5)
    assert found["decision"] == "deny" and found["reason"] == "the limit on usd is reached"
    (asked,) = keeper.asked
    assert (asked["do"], asked["event"], asked["session_id"]) == ("ask", "PreToolUse", SESSION)
    assert asked["tool_use_id"] == "toolu_01" and 0 < asked["within"] < 7
    assert os.getcwd() == here  # noqa: PTH109 -- as above


def test_its_leave_is_no_approval(machine: Machine, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "run", b"+")
    assert codex(machine, tmp_path / "run")["decision"] == "allow"
    keeper.thread.join(5)


def test_nobody_to_ask_is_a_refusal(machine: Machine, tmp_path: Path) -> None:
    assert "nobody holds its limits" in codex(machine, tmp_path / "gone")["reason"]
    Keeper(tmp_path / "run", b"what").thread.join(0)
    assert codex(machine, tmp_path / "run")["decision"] == "deny"


def test_claude_is_asked_by_the_run_s_own_hook(machine: Machine, tmp_path: Path) -> None:
    assert machine.judged(machine.bash("ls", env={RUN: str(tmp_path / "gone")}))["decision"] == "allow"
