"""Agents are found by name and imported only on need."""

import subprocess
import sys

import pytest

from cctl.core.agent import Agents, agents


def test_every_agent_answers_to_its_own_name() -> None:
    assert "claude" in agents()
    for name, agent in agents().items():
        assert agent.name == name


def test_what_is_no_agent_is_not_imported() -> None:
    assert "spec" not in agents()
    with pytest.raises(KeyError):
        agents()["spec"]
    with pytest.raises(KeyError):
        Agents(())["json"]


def test_one_agent_does_not_import_another() -> None:
    code = (
        "import sys; from cctl.core.agent import agents; agents()['claude']; "
        "print(*[m for m in sys.modules if m.startswith('cctl.core.agent.')], 'msgspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert loaded.pop() == "False", "asking for an agent must not load the decoder"
    assert {name.split(".")[3] for name in loaded} <= {"claude", "spec"}
