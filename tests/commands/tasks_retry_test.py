"""`cctl tasks retry`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_what_failed_is_meant_and_nothing_else(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "false"), command("b", "true"))
    tasks(tmp_path, "run", str(path))
    assert [each["target"] for each in tasks(tmp_path, "retry", str(path)).of("done")] == ["a"]
    assert tasks(tmp_path, "show", str(path)).states() == {"a": "retrying", "b": "completed"}
