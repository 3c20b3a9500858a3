"""`cctl tasks approve`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_what_waits_is_taken_for_completed(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true", verify=["false"]))
    tasks(tmp_path, "run", str(path))
    (done,) = tasks(tmp_path, "approve", str(path)).of("done")
    assert (done["target"], done["status"]) == ("a", "ok")
    assert tasks(tmp_path, "show", str(path)).states() == {"a": "completed"}
