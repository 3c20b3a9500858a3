"""Plans of commands, as a user runs them: order, retries, conditions, budgets of time, interruption, faults."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cctl.core.plan.board import NANO
from cctl.core.plan.task import Plan
from cctl.kit.planning import cap
from tests import plan_agent
from tests.planned import Ended, begun, command, counted, counts, kill, plan, start, tasks
from tests.real_client import eventually

DEAF = "trap '' INT TERM; echo $$ >pid; while :; do sleep 0.1; done"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_plan_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    path = plan(
        tmp_path,
        command("a", "sh", "-c", "echo one; echo two >&2"),
        command("b", "printf", "%s|", "{{a.stdout}}", "x y", depends_on=["a"]),
        command("c", "sh", "-c", 'test -e mark || { touch mark; exit 4; }; echo "$V"', retries=1, depends_on=["a"],
                env={"V": "v:{{a.exit_code}}"}),
        command("d", "false"),
        command("e", "true", depends_on=["d"]),
        command("f", "true", depends_on=["d"], when='d.state == "failed" and d.exit_code == 1'),
    )  # fmt: skip
    done = tasks(tmp_path, "run", str(path), "-j", "3")
    assert done.code == 3
    assert done.states() == {
        "a": "completed",
        "b": "completed",
        "c": "completed",
        "d": "failed",
        "e": "skipped",
        "f": "completed",
    }
    first, *_, whole, end = done.records
    assert (first["status"], whole["status"], whole["exit"]) == ("running", "ended", 3)
    assert whole["counts"] == {"completed": 4, "failed": 1, "skipped": 1}
    assert (end["of"], end["exit"], end["records"]) == ("tasks run", 3, len(done.records) - 1)
    logs = Path(whole["logs"])
    assert (logs / "b@1.out").read_text() == "one|x y|"
    assert (logs / "c@2.out").read_text() == "v:0\n"
    assert [each["exit_code"] for each in done.of("attempt") if each["task"] == "c"] == [4, 0]
    assert "d failed (1)" in done.err
    assert {each.name for each in tmp_path.iterdir()} == {"plan.json", "mark", ".local"}  # nothing beside


def test_going_on_uses_what_is_unchanged(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "a"), counted(tmp_path, "b", depends_on=["a"]), counted(tmp_path, "c"))
    assert tasks(tmp_path, "run", str(path)).code == 0
    assert tasks(tmp_path, "run", str(path), "--resume").of("attempt") == []
    plan(
        tmp_path,
        counted(tmp_path, "a", timeout=5),
        counted(tmp_path, "b", depends_on=["a"]),
        counted(tmp_path, "c", 0.01),
    )
    todo = {each["task"]: each["todo"] for each in tasks(tmp_path, "plan", str(path)).of("task")}
    assert todo == {"a": "reuse", "b": "reuse", "c": "run"}
    tasks(tmp_path, "run", str(path), "--resume")
    assert counts(tmp_path) == {"a": 1, "b": 1, "c": 2}
    tasks(tmp_path, "run", str(path), "--from", "a")
    assert counts(tmp_path) == {"a": 2, "b": 2, "c": 2}
    tasks(tmp_path, "run", str(path), "--only", "b")
    assert tasks(tmp_path, "run", str(path), "--only", "x").code == 2
    tasks(tmp_path, "run", str(path))
    assert counts(tmp_path) == {"a": 3, "b": 3, "c": 3}


def test_only_some_need_what_they_need(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "a"), counted(tmp_path, "b", depends_on=["a"]))
    done = tasks(tmp_path, "run", str(path), "--only", "b")
    assert (done.code, "needs 'a'" in done.err) == (2, True)
    assert tasks(tmp_path, "run", str(path), "--only", "b", "--only", "a").code == 0


def test_time_runs_out_for_all_that_a_command_runs(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "sleep 60 & echo $! >kid; sleep 60", timeout=0.3))
    done = tasks(tmp_path, "run", str(path))
    (attempt,) = done.of("attempt")
    assert (done.code, attempt["cause"]) == (3, "timeout")
    assert not alive(int((tmp_path / "kid").read_text()))


def test_what_lives_on_is_named(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "sleep 30 >&- 2>&- & echo $! >kid"),
                command("b", "sh", "-c", "setsid sleep 30 >&- 2>&- & echo $! >far"))  # fmt: skip
    done = tasks(tmp_path, "run", str(path))
    kid, far = (int((tmp_path / name).read_text()) for name in ("kid", "far"))
    (orphan,) = done.of("attempt")[0]["orphans"]
    assert (done.code, orphan["pid"]) == (0, kid)
    assert "a left 1 processes running" in done.err
    assert f"({far})" in done.err
    for pid in (kid, far):
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_an_interrupt_ends_all_and_a_second_one_at_once(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", DEAF), command("b", "true", depends_on=["a"]))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    process.send_signal(signal.SIGINT)
    assert not eventually(lambda: process.poll() is not None, 0.2)
    process.send_signal(signal.SIGINT)
    done = Ended(process, 20)
    assert (done.code, done.states()) == (130, {"a": "aborted"})
    assert not alive(int((tmp_path / "pid").read_text()))
    whole = done.of("plan")[-1]
    assert (whole["cause"], whole["counts"]) == ("user", {"aborted": 2})


def test_what_was_interrupted_is_taken_up(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "a"), command("b", "sh", "-c", "test -e go || sleep 60"))
    process = start(tmp_path, "run", str(path))
    begun(process, "b")
    process.send_signal(signal.SIGTERM)
    assert Ended(process).code == 143
    (tmp_path / "go").touch()
    done = tasks(tmp_path, "run", str(path), "--resume")
    assert (done.code, done.states(), counts(tmp_path)) == (0, {"b": "completed"}, {"a": 1})
    assert tasks(tmp_path, "run", str(path)).err == ""


def test_beginning_anew_says_what_it_leaves(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true", verify=["false"]))
    tasks(tmp_path, "run", str(path))
    assert "1 tasks of an earlier run were not finished" in tasks(tmp_path, "run", str(path)).err


def test_one_failure_may_end_all(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "false"), command("b", "sleep", "60"), on_failure="abort")
    done = tasks(tmp_path, "run", str(path), "-j", "2")
    assert (done.code, done.of("plan")[-1]["cause"]) == (3, "failure")
    assert done.states() == {"a": "failed", "b": "aborted"}


def test_two_on_one_plan(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sleep", "60"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    second = tasks(tmp_path, "run", str(path), "--resume")
    assert (second.code, f"process {process.pid} is running this plan" in second.err) == (75, True)
    process.send_signal(signal.SIGTERM)
    Ended(process)


def children(pid: str | int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_a_minder_that_is_killed_together_with_its_second_loses_what_it_ran(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "twice", 0.6), counted(tmp_path, "once", 0.6, idempotent=False))
    process = start(tmp_path, "run", str(path), "-j", "2")
    begun(process, "once")
    assert eventually(lambda: counts(tmp_path) == {"once": 1, "twice": 1})
    (second,) = children(process.pid)
    (minder,) = children(second)
    for pid in (second, minder):
        os.kill(int(pid), signal.SIGKILL)
    done = Ended(process)
    assert (done.code, done.states()) == (14, {"once": "needs_human", "twice": "completed"})
    assert counts(tmp_path) == {"once": 1, "twice": 2}


def test_an_output_of_ten_megabytes_is_handed_on_in_parts(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "echo begin; head -c 10000000 /dev/zero | tr '\\0' 'é'; echo end"),
                command("b", "printf", "%s", "{{a.stdout}}", depends_on=["a"]))  # fmt: skip
    done = tasks(tmp_path, "run", str(path))
    text = (Path(done.of("plan")[-1]["logs"]) / "b@1.out").read_text(errors="replace")
    assert done.code == 0
    assert text.startswith("begin") and text.rstrip().endswith("end") and "bytes left out" in text
    assert len(text.encode()) < 40_000


@pytest.mark.parametrize(
    ("task", "code", "said"),
    [
        (command("a", "no-such-program-anywhere"), 127, "no-such-program-anywhere: No such file"),
        (command("a", "/etc/passwd"), 126, "Permission denied"),
        (command("a", "true", cwd="gone"), None, "gone: no such folder"),
        (command("a", "true", worktree=True), None, "is in no git repository"),
        (command("a", "true", outputs=["report.md"]), 0, "it left no report.md"),
    ],
)
def test_what_can_not_be_begun_says_why(tmp_path: Path, task: dict[str, Any], code: int | None, said: str) -> None:
    done = tasks(tmp_path, "run", str(plan(tmp_path, task)))
    (attempt,) = done.of("attempt")
    assert (done.code, attempt.get("exit_code"), said in attempt["message"]) == (3, code, True), attempt


def test_a_full_disk_ends_it_with_one_line(tmp_path: Path) -> None:
    path = plan(tmp_path, *(command(f"t{each}", "sleep", "0.2") for each in range(4)))
    tasks(tmp_path, "run", str(plan(tmp_path, command("x", "true"), name="other.json")))
    (place,) = (tmp_path / ".local/state/cctl/plans").iterdir()
    process = start(tmp_path, "run", str(path))
    begun(process, "t0")
    (mine,) = [each for each in place.parent.iterdir() if each != place]
    journal = mine / "journal.jsonl"
    journal.unlink()
    journal.symlink_to("/dev/full")
    done = Ended(process)
    assert (done.code, "No space left on device" in done.err) == (73, True), done.err
    assert len(done.err.splitlines()) == 1


def test_a_reader_that_leaves_ends_it(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "sh", "-c", "echo $$ >pid; sleep 60"))
    process = start(tmp_path, "run", str(path))
    begun(process, "a")
    assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    assert process.stdout is not None
    process.stdout.close()
    pid = int((tmp_path / "pid").read_text())
    os.kill(pid, signal.SIGKILL)
    assert process.wait(20) == 141


def test_a_plan_on_standard_input(tmp_path: Path) -> None:
    lines = [{"type": "plan", "max_parallel": 2}, {"type": "task", **command("a", "true")}, {"type": "end"}]
    process = start(tmp_path, "run", "-")
    kill(process)
    done = subprocess.run(
        process.args, cwd=tmp_path, input="".join(json.dumps(each) + "\n" for each in lines), text=True,
        capture_output=True, env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["max_parallel"] == 2


def test_what_may_be_spent_counts_from_what_was() -> None:
    money = Plan((), budget_usd=2.0)
    assert cap(money, None, 0) == 2 * NANO
    assert cap(money, 0.5, NANO) == 3 * NANO // 2
    assert cap(money, 5.0, 0) == 2 * NANO
    assert cap(Plan(()), 1.0, 0) == NANO
    assert cap(Plan(()), None, 0) is None


def test_another_version_of_the_agent_does_it_again(tmp_path: Path) -> None:
    env = {"PATH": f"{plan_agent.install(tmp_path)}:{os.environ['PATH']}"}
    path = plan(tmp_path, {"name": "a", "prompt": "x"})
    for version, calls in (("1", 1), ("1", 1), ("2", 2)):
        assert tasks(tmp_path, "run", str(path), "--resume", AGENT_VERSION=version, **env).code == 0
        assert len(plan_agent.calls(tmp_path)) == calls
