"""`cctl tasks ls`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_all_plans(tmp_path: Path) -> None:
    assert tasks(tmp_path, "ls").of("plan") == []
    for name in ("one.json", "two.json"):
        tasks(tmp_path, "run", str(plan(tmp_path, command("a", "true"), name=name)))
    found = tasks(tmp_path, "ls").of("plan")
    assert {Path(each["path"]).name for each in found} == {"one.json", "two.json"}
    assert {each["status"] for each in found} == {"ended"}
    (tmp_path / ".local/state/cctl/plans" / found[0]["plan"] / "plan.json").write_text("rubbish")
    assert len(tasks(tmp_path, "ls").of("error")) == 1
