"""A configuration with mistakes never opens the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hooked import Machine


@pytest.mark.parametrize("text", ["[[[[", '[hook]\non_eror = "deny"\n', '[brain]\npolicy = "opne"\n'])
def test_nothing_is_allowed_unasked(tmp_path: Path, text: str) -> None:
    machine = Machine(tmp_path)
    machine.configure(text)
    found = machine.judged(machine.bash("ls"))
    assert (found["decision"], found["by"]) == ("ask", "error")
    assert "config.toml" in found["reason"]
    assert machine.judged(machine.bash("rm -rf /"))["decision"] == "deny"


def test_nor_handed_to_the_client(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.configure('[hook]\nunknown = "host"\nbogus = 1\n')
    assert machine.judged(machine.bash("git push", env={"ATTENDED": "1"}))["decision"] == "ask"
