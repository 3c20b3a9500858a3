"""`cctl tasks drain`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_nobody_to_drain(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"))
    tasks(tmp_path, "run", str(path))
    (done,) = tasks(tmp_path, "drain", str(path), "--off").of("done")
    assert (done["action"], done["status"]) == ("drain", "notneeded")
