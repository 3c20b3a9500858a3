"""What people ask of a plan."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.planned import Ended, begun, command, counted, counts, kill, plan, start, tasks
from tests.real_client import eventually


def told(home: Path, *words: str) -> list[tuple[str, str]]:
    return [(each["target"], each["status"]) for each in tasks(home, *words).of("done")]


def test_a_failure_is_tried_again_when_somebody_says_so(tmp_path: Path) -> None:
    path = plan(
        tmp_path, command("a", "test", "-e", "go"), counted(tmp_path, "b", depends_on=["a"]), counted(tmp_path, "c")
    )
    assert tasks(tmp_path, "run", str(path)).code == 3
    (tmp_path / "go").touch()
    assert tasks(tmp_path, "run", str(path), "--resume").code == 3
    assert told(tmp_path, "retry", str(path)) == [("a", "ok"), ("b", "ok")]
    done = tasks(tmp_path, "run", str(path), "--resume")
    assert (done.code, counts(tmp_path)) == (0, {"b": 1, "c": 1})
    assert tasks(tmp_path, "retry", str(path), "nothing").code == 66


def test_only_what_waits_can_be_approved(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true", verify=["false"]), command("b", "true", depends_on=["a"]))
    assert tasks(tmp_path, "run", str(path)).code == 14
    done = tasks(tmp_path, "approve", str(path), "a", "b")
    assert ([each["status"] for each in done.of("done")], done.code) == (["ok", "impossible"], 3)
    assert tasks(tmp_path, "run", str(path), "--resume").states() == {"b": "completed"}


def test_a_running_task_is_cancelled_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sleep", "60"), command("b", "true", depends_on=["a"]), command("c", "true"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert told(tmp_path, "cancel", str(path), "a") == [("a", "ok")]
    done = Ended(process)
    assert (done.code, done.states()) == (3, {"a": "aborted", "b": "skipped", "c": "completed"})
    assert tasks(tmp_path, "run", str(path), "--resume").states() == {"b": "skipped"}


def test_what_a_killed_run_left_is_ended(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "echo $$ >pid; sleep 60"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    kill(process)
    assert told(tmp_path, "cancel", str(path)) == [("a", "ok")]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert tasks(tmp_path, "run", str(path), "--resume").states() == {"a": "aborted"}


def test_draining_lets_what_runs_end(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sleep", "1.2"), counted(tmp_path, "b"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert tasks(tmp_path, "drain", str(path)).of("done")[0]["status"] == "ok"
    done = Ended(process)
    assert (done.code, done.states(), done.of("plan")[-1]["cause"]) == (3, {"a": "completed"}, "drained")
    assert tasks(tmp_path, "drain", str(path)).of("done")[0]["status"] == "notneeded"
    assert tasks(tmp_path, "run", str(path), "--resume").states() == {"b": "completed"}
