"""`cctl tasks logs`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.planned import command, plan, tasks


def test_what_an_attempt_wrote(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "echo", "hello"))
    tasks(tmp_path, "run", str(path))
    assert harness.run("tasks logs", tmp_path, str(path), "a").stdout == b"hello\n"
