"""`cctl tasks plan`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_nothing_is_started(tmp_path: Path) -> None:
    path = plan(tmp_path, command("b", "touch", "made", depends_on=["a"]), command("a", "true"))
    done = tasks(tmp_path, "plan", str(path))
    assert [(each["task"], each["todo"], each["state"]) for each in done.of("task")] == [
        ("a", "run", "pending"), ("b", "run", "pending"),
    ]  # fmt: skip
    assert not (tmp_path / "made").exists()
    assert not (tmp_path / ".local").exists()
