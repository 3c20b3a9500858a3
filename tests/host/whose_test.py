import os
from pathlib import Path

import pytest

from cctl.host.whose import is_agent, strays
from tests.host.processes_fake import Table, process

SESSION = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("name", "arguments", "found"),
    [
        ("claude", ["claude", "--resume"], True),
        ("2.1.328", ["/root/.local/bin/claude"], True),
        ("node", ["node", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js", "-p", "x"], True),
        ("MainThread", ["/usr/bin/bun", "run", "/x/claude.js"], True),
        ("codex", ["codex", "exec"], True),
        ("codex-x86_64-un", ["/opt/codex-x86_64-unknown-linux-musl"], True),
        ("vim", ["vim", "/root/.claude/settings.json"], False),
        ("sshd", ["sshd: root@pts/0"], False),
        ("bash", ["bash", "-c", "claude"], False),
        ("node", ["node", "server.js"], False),
        ("emacs", [], False),
    ],
)
def test_an_agent_is_known_by_what_runs(name: str, arguments: list[str], found: bool) -> None:
    assert is_agent(process(5, name=name), arguments) is found


def marked(root: Path, pid: int, *lines: str) -> None:
    (root / str(pid)).mkdir()
    (root / str(pid) / "environ").write_bytes(b"\0".join(os.fsencode(line) for line in lines) + b"\0")


def test_what_carries_the_mark_of_a_session_is_found(tmp_path: Path) -> None:
    mark = f"CLAUDE_CODE_SESSION_ID={SESSION}"
    table = Table(process(1, 0), process(10), process(11), process(12), process(13, 90), process(90, 80),
                  process(80), process(14, zombie=True), process(15))  # fmt: skip
    for pid in (10, 13, 14, 80, 90):
        marked(tmp_path, pid, "A=b", mark)
    marked(tmp_path, 11, f"{mark}2", f"X{mark}", f"Y={mark}")
    marked(tmp_path, 12, f"CODEX_THREAD_ID={SESSION}")
    found = strays(table, SESSION, 90, str(tmp_path))
    assert [each.pid for each in found] == [10, 12], "not what started this process, nor what it started, nor the dead"
    assert strays(table, "", 90, str(tmp_path)) == []
