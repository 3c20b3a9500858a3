"""Plans for those who look."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.planned import begun, command, kill, plan, start, tasks


def test_states_of_a_plan_as_the_world_sees_them(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sleep", "1.5"), name="p.json")
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    (running,) = tasks(tmp_path, "ls").of("plan")
    assert (running["status"], running["pid"], running["counts"]) == ("running", process.pid, {"running": 1})
    kill(process)
    assert tasks(tmp_path, "ls").of("plan")[0]["status"] == "interrupted"
    tasks(tmp_path, "run", str(path), "--resume")
    shown = tasks(tmp_path, "show", str(path), "a")
    whole, task, attempt, end = shown.records
    assert (whole["status"], whole["exit"], task["state"], attempt["attempt"]) == ("ended", 0, "completed", 1)
    assert end["of"] == "tasks show"


def test_logs_of_attempts(tmp_path: Path) -> None:
    path = plan(
        tmp_path, command("a", "sh", "-c", "echo out; echo err >&2; test -e x || { touch x; exit 1; }"), retries=1
    )
    tasks(tmp_path, "run", str(path))
    assert harness.run("tasks logs", tmp_path, str(path), "a").stdout == b"out\n"
    assert harness.run("tasks logs", tmp_path, str(path), "a", "--stderr", "--attempt", "1", "-f").stdout == b"err\n"
    assert harness.run("tasks logs", tmp_path, str(path), "a", "--attempt", "9").returncode == 66
    assert harness.run("tasks logs", tmp_path, str(path), "b").returncode == 66


def test_following_ends_with_the_attempt(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "echo one; sleep 0.5; echo two"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert harness.run("tasks logs", tmp_path, str(path), "a", "-f").stdout == b"one\ntwo\n"
    process.communicate()


def test_graphs(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"), command("b", "true", depends_on=["a"]))
    done = harness.run("tasks graph", tmp_path, str(path))
    assert done.stdout.decode() == "· a\n  · b  ← a\n"
    assert harness.run("tasks graph", tmp_path, str(path), "-o", "g.svg").returncode == 0
    assert (tmp_path / "g.svg").read_text().startswith("<svg ")
    assert harness.run("tasks graph", tmp_path, str(path), "-o", "g.png").returncode == 2
    assert harness.run("tasks graph", tmp_path, str(path), "-o", "/no/such/g.svg").returncode == 73
