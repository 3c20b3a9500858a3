"""`cctl tasks show`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_one_plan(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"), command("b", "true"))
    assert tasks(tmp_path, "show", str(path)).code == 66
    whole = tasks(tmp_path, "run", str(path)).of("plan")[-1]
    for name in (str(path), whole["plan"][:5]):
        found = tasks(tmp_path, "show", name)
        assert (len(found.of("task")), len(found.of("attempt"))) == (2, 2)
    assert len(tasks(tmp_path, "show", str(path), "b").of("task")) == 1
