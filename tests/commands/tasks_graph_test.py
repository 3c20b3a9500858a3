"""`cctl tasks graph`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.planned import command, plan


def test_text_is_for_the_terminal(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"))
    done = harness.run("tasks graph", tmp_path, str(path))
    assert (done.returncode, done.stdout.decode()) == (0, "· a\n")
