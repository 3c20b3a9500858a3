"""Self-protection of what the judgement doesn't see; the classes of attack are in `tests/contract/selves_test.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.host.hook.guard.own import texts
from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "given",
    [
        {"path": "~/.local/state/cctl/deny/x.json"},
        {"path": "{home}/.config/cctl/config.toml", "content": "x"},
        {"uri": "file://{home}/.claude/settings.json"},
        {"edits": [{"file": "{home}/work/../.codex/hooks.json"}]},
        {"{state}/hook": "as a key"},
        {"code": "import os\nos.remove('{state}/deny/s.json')\n"},
        {"code": "cat ~/.local/state/cctl/hook/x\nrm y\n"},
        {"path": "{project}/.claude/settings.local.json"},
    ],
)
def test_no_tool_may_be_pointed_at_cctl_or_the_wiring(machine: Machine, given: dict[str, Any]) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, str):
            for name in ("home", "state", "project"):
                value = value.replace("{" + name + "}", str(getattr(machine, name)))
            return value
        if isinstance(value, dict):
            return {filled(key): filled(each) for key, each in value.items()}
        return [filled(each) for each in value] if isinstance(value, list) else value

    for tool in ("mcp__filesystem__write_file", "mcp__filesystem__read_file", "TomorrowsTool"):
        found = machine.judged(machine.case(tool, filled(given)))
        assert (found["decision"], found["by"]) == ("deny", "self"), found


def test_links_are_followed_for_every_tool(machine: Machine) -> None:
    machine.state.mkdir(parents=True)
    (machine.project / "notes").symlink_to(machine.state)
    found = machine.judged(machine.case("mcp__fs__read", {"path": f"{machine.project}/notes/deny"}))
    assert (found["decision"], found["by"]) == ("deny", "self")


def test_other_arguments_are_none_of_its_business(machine: Machine) -> None:
    found = machine.judged(machine.case("mcp__linear__list_issues", {"query": "cctl and .claude/settings", "n": 3}))
    assert found["by"] != "self"


@pytest.mark.parametrize(
    "command",
    [
        "python3 -c \"open('{state}/deny/x','w')\"",
        "echo $(printf %s {state})",
        "X=$HOME/.local/state/cctl; cat $X/deny/*",
        "pip install --upgrade cctl",
        "uv tool uninstall cctl",
        'brew "install" cctl',
    ],
)
def test_a_command_that_names_cctls_folders_is_never_allowed(machine: Machine, command: str) -> None:
    found = machine.judged(machine.bash(command.replace("{state}", str(machine.state))))
    assert found["decision"] in ("ask", "deny"), found


def test_every_text_of_an_input_is_looked_at() -> None:
    assert sorted(texts({"a": ["b", {"c": "d"}], "e": 3})) == ["a", "b", "c", "d", "e"]
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert list(texts(deep)) == []
