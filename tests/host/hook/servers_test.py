"""Who has set up an MCP server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.host.hook.servers import servers, spelt
from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    one = {"command": "x"}
    own = {"mcpServers": {"linear": one, "both": one}, "projects": {str(made.project): {"mcpServers": {"local": one}}}}
    (made.home / ".claude.json").write_text(json.dumps(own))
    (made.project / ".mcp.json").write_text(json.dumps({"mcpServers": {"theirs": one, "both": one, "local": one}}))
    return made


@pytest.mark.parametrize(
    ("server", "origin"),
    [("linear", "user"), ("local", "user"), ("theirs", "project"), ("both", "project"), ("unheard_of", None)],
)
def test_the_origin_of_a_server(machine: Machine, server: str, origin: str | None) -> None:
    found = servers(server, str(machine.home), str(machine.project), codex=False)
    assert found == ({server: origin} if origin else {})


def test_a_repositorys_server_is_not_believed(machine: Machine) -> None:
    assert machine.judged(machine.case("mcp__linear__list_issues", {}))["decision"] == "allow"
    assert machine.judged(machine.case("mcp__theirs__list_issues", {}))["decision"] == "ask"
    assert machine.judged(machine.case("mcp__unheard_of__list_issues", {}))["decision"] == "ask"


def test_codex_keeps_its_own_list(machine: Machine) -> None:
    folder = machine.home / ".codex"
    folder.mkdir()
    (folder / "config.toml").write_text('model = "x"\n[mcp_servers.docs]\ncommand = "x"\n[mcp_servers."a-b"]\n')
    for server, known in (("docs", True), ("a-b", True), ("linear", False), ("doc", False)):
        assert bool(servers(server, str(machine.home), None, codex=True)) is known


def test_files_that_cannot_be_read_name_nobody(tmp_path: Path) -> None:
    (tmp_path / ".claude.json").write_text("{")
    assert servers("x", str(tmp_path), str(tmp_path), codex=False) == {}
    assert servers("x", str(tmp_path), None, codex=True) == {}
    (tmp_path / ".claude.json").write_text('{"mcpServers": [1], "projects": 3}')
    assert servers("x", str(tmp_path), str(tmp_path), codex=False) == {}


def test_names_are_spelt_as_tools_spell_them() -> None:
    assert spelt("My Server.v2") == "My_Server_v2"
    assert spelt("a-b_c") == "a-b_c"
