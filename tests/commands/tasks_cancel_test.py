"""`cctl tasks cancel`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_what_is_over_stays(tmp_path: Path) -> None:
    path = plan(
        tmp_path, command("a", "true", verify=["false"]), command("b", "true", depends_on=["a"]), command("c", "true")
    )
    tasks(tmp_path, "run", str(path))
    done = tasks(tmp_path, "cancel", str(path))
    assert [each["target"] for each in done.of("done")] == ["a", "b"]
    assert tasks(tmp_path, "show", str(path)).states() == {"a": "aborted", "b": "aborted", "c": "completed"}
    assert tasks(tmp_path, "cancel", str(path), "c").code == 3
