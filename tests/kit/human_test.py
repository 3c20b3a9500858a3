"""Commands for humans."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.process import Identity, Process
from cctl.host.world import World
from cctl.kit.human import demand, within
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import NotPermitted


class Table:
    """A process table: 10 is this process, started by 9, by 8, by 1."""

    def __init__(self, name: str, *arguments: str) -> None:
        self._rows = {
            pid: Process(pid, "1", parent, pid, pid, 0.0, 0, False, name if pid == 8 else "sh")
            for pid, parent in ((10, 9), (9, 8), (8, 1), (1, 0))
        }
        self._arguments = {8: list(arguments)}

    def find(self, pid: int) -> Process | None:
        return self._rows.get(pid)

    def all(self) -> dict[int, Process]:
        return self._rows

    def exists(self, pid: int) -> bool:
        return pid in self._rows

    def arguments(self, pid: int) -> list[str]:
        return self._arguments.get(pid, [])

    def signal(self, identity: Identity, number: int) -> bool:
        return False


def test_a_terminal_is_no_agents_session() -> None:
    assert within({"TERM": "xterm"}, Table("bash"), 10) == ""


@pytest.mark.parametrize("name", ["CLAUDECODE", "CODEX_SANDBOX", "CLAUDE_CODE_SESSION_ID"])
def test_what_clients_set_gives_them_away(name: str) -> None:
    assert within({name: "1"}, Table("bash"), 10) == f"${name} is set"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("claude", ()), ("codex", ("codex", "exec")), ("node", ("node", "/usr/lib/x/claude")),
     ("node", ("node", "/x/codex.js"))],
)  # fmt: skip
def test_a_client_above_is_found_without_them(name: str, arguments: tuple[str, ...]) -> None:
    assert within({}, Table(name, *arguments), 10) == f"started by {name}, process 8"
    assert within({}, Table("node", "node", "server.js", "claude"), 10) == ""


def test_the_command_is_refused_with_its_reason(tmp_path: Path) -> None:
    run = Run(
        Meta("policy trust", "action"), World({"HOME": str(tmp_path), "CLAUDECODE": "1"}, cwd="/"), Shared(), Out()
    )
    with pytest.raises(NotPermitted, match="policy trust: not from an agent's session"):
        demand(run, "policy trust")
