"""`clean --runs`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cctl.host.process import processes
from tests.contract import harness
from tests.planned import command, plan, tasks

LATER = "2027-03-01T12:00:00Z"


def clean(home: Path, *words: str, now: str = LATER) -> tuple[int, dict[str, dict[str, Any]]]:
    done = harness.run("clean", home, "--runs", *words, stdin=None, CCTL_NOW=now)
    records = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    return done.returncode, {each["target"].removeprefix(f"{home}/.local/state/cctl/"): each for each in records}


def test_ended_runs_go_when_they_are_old_and_it_is_wished(tmp_path: Path) -> None:
    for _ in range(3):
        assert harness.run("run", tmp_path, "--headless", "--", "true").returncode == 0
    folder = tmp_path / ".local/state/cctl/runs"
    code, shown = clean(tmp_path, "--older-than", "30d", "--keep-last", "1")
    assert code == 0 and [each["status"] for each in shown.values()] == ["ok", "ok", "impossible"]
    assert sum(each.get("dry_run", False) for each in shown.values()) == 2 and len([*folder.iterdir()]) == 3
    assert clean(tmp_path, "--older-than", "30d", now="2020-01-01T00:00:00Z") == (0, {})
    clean(tmp_path, "--older-than", "30d", "--keep-last", "1", "--yes")
    assert len([*folder.iterdir()]) == 1


def test_what_is_alive_stays(tmp_path: Path) -> None:
    started = harness.run("run", tmp_path, "--headless", "--detach", "--name", "n", "--", "sleep", "60")
    record = harness.records(started.stdout)[0]
    try:
        _, shown = clean(tmp_path, "--older-than", "1d", "--yes")
        assert [each["reason"] for each in shown.values()] == ["it is alive"]
        os.kill(record["supervisor"]["pid"], 9)
        _, shown = clean(tmp_path, "--older-than", "1d", "--yes")
        assert [each["reason"] for each in shown.values()] == ["its keeper died, but its command lives"]
    finally:
        found = processes().find(record["pid"])
        if found and found.start == record["process_start"]:
            os.kill(record["pid"], 9)


def test_of_plans_what_resume_needs_stays(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"))
    for _ in range(3):
        assert tasks(tmp_path, "run", str(path)).code == 0
    (home,) = (tmp_path / ".local/state/cctl/plans").iterdir()
    _, shown = clean(tmp_path, "--older-than", "30d", "--yes")
    assert sorted(shown) == [f"plans/{home.name}/1", f"plans/{home.name}/2"]
    assert sorted(each.name for each in home.iterdir() if each.is_dir()) == ["3"]
    assert tasks(tmp_path, "run", str(path), "--resume").of("attempt") == []
    path.unlink()
    _, shown = clean(tmp_path, "--older-than", "30d", "--yes")
    assert [*shown] == [f"plans/{home.name}"] and not home.exists()


def test_a_work_tree_is_somebody_s_work(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"))
    for _ in range(2):
        tasks(tmp_path, "run", str(path))
    (home,) = (tmp_path / ".local/state/cctl/plans").iterdir()
    (home / "1/trees/a").mkdir(parents=True)
    _, shown = clean(tmp_path, "--older-than", "30d", "--yes")
    assert "holds work trees" in shown[f"plans/{home.name}/1"]["reason"] and (home / "1/trees/a").is_dir()


def test_what_does_not_go_with_it_is_said(tmp_path: Path) -> None:
    assert clean(tmp_path)[0] == 2
    assert clean(tmp_path, "--older-than", "1d", "--max-bytes", "1G")[0] == 2
    assert clean(tmp_path, "--older-than", "1d") == (0, {})
