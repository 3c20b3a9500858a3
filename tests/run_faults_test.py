"""What may go wrong around a run, each a test: a clear line, a documented status, nothing left running unnamed."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cctl.host.run import terminal
from cctl.records.errors import Unavailable
from tests import needed
from tests.commands.run_test import ONE, last, start
from tests.contract import harness
from tests.host.run import claude_fake

GIT = ("-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main")


def git(folder: Path, *words: str) -> str:
    command = [needed.program("git"), *GIT, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init")
    (tmp_path / ".gitignore").write_text("/bin\n/.local\n/.claude\n")
    (tmp_path / "kept").write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "first")
    return tmp_path


def test_outside_of_a_repository_nothing_is_said_of_git(tmp_path: Path) -> None:
    assert "git" not in last(start(tmp_path, "--", "true"))


def test_a_detached_head_is_a_head_without_a_branch(repository: Path) -> None:
    git(repository, "checkout", "--detach")
    told = last(start(repository, "--", "sh", "-c", "echo new > file"))["git"]
    assert told["before"] == {"head": git(repository, "rev-parse", "HEAD")} and told["files"][0]["path"] == "file"


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init")
    told = last(start(tmp_path, "--", "sh", "-c", "echo new > file"))["git"]
    assert told["before"] == {"branch": "main"} and "file" in [each["path"] for each in told["files"]]


def test_a_dirty_index_stays_as_it_is_and_is_nobody_s_work(repository: Path) -> None:
    (repository / "staged").write_text("mine\n")
    git(repository, "add", "staged")
    (repository / "kept").write_text("changed by me\n")
    before = (repository / ".git/index").read_bytes()
    told = last(start(repository, "--", "sh", "-c", "echo its > other"))["git"]
    assert (repository / ".git/index").read_bytes() == before
    assert [each["path"] for each in told["files"]] == ["other"] and git(repository, "status", "--short", "staged")


def test_commits_that_were_made_are_told_and_objects_are_not_added(repository: Path) -> None:
    words = " ".join(("git", *GIT))
    told = last(start(repository, "--", "sh", "-c", f"echo x > new; {words} add new; {words} commit -qm second"))["git"]
    assert [each["subject"] for each in told["commits"]] == ["second"] and told["before"]["head"] != told["after"][
        "head"
    ]


def test_without_git_the_run_runs_and_says_what_is_missing(repository: Path) -> None:
    (repository / "path").mkdir()
    for name in ("sh", "true"):
        (repository / "path" / name).symlink_to(f"/bin/{name}")
    done = harness.run("run", repository, "--headless", "--", "true", PATH=str(repository / "path"))
    assert done.returncode == 0 and harness.records(done.stdout)[-2]["git"]["before"] == {
        "error": "git isn't installed"
    }


def test_where_no_terminal_is_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> tuple[int, int]:
        raise OSError(2, "out of pty devices")

    monkeypatch.setattr(os, "openpty", none)
    with pytest.raises(Unavailable, match="out of pty devices") as told:
        terminal.opened((1, 1))
    assert told.value.exit == 69 and "--headless" in told.value.hint


def test_output_without_an_end_of_line_and_a_line_of_100_mb(tmp_path: Path) -> None:
    run = last(start(tmp_path, "--", "sh", "-c", "head -c 100000000 /dev/zero | tr '\\0' x"))
    assert run["exit"] == 0 and Path(run["output"]["stdout"]).stat().st_size == 100_000_000
    done = harness.run("run", tmp_path, "--pty", "--", "printf", "no end")
    assert (done.stdout, done.returncode) == (b"no end", 0)


def test_a_full_disk_takes_records_and_no_limit_away(tmp_path: Path) -> None:
    env = harness.environment(tmp_path) | {"PATH": f"{claude_fake.install(tmp_path / 'bin')}:{os.environ['PATH']}"}
    command = [sys.executable, "-P", "-m", "cctl", "run", "--headless", "--max-usd", "0.02", "--grace", "1s", "--"]

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    done = subprocess.run(
        [*command, "claude", "-p", "call call call hang"], cwd=tmp_path, env=env, capture_output=True, timeout=60,
        check=False, preexec_fn=small,
    )  # fmt: skip
    found = harness.records(done.stdout)
    assert done.returncode == 11 and found[-1]["type"] == "end", done.stderr
    assert [each["code"] for each in found if each["type"] == "error"] == ["cannot_write"] or found[-1]["errors"] > 0
    (record,) = [json.loads(path.read_text()) for path in tmp_path.glob(".local/state/cctl/runs/*/run.json")]
    assert record["cost_usd"] == pytest.approx(2 * ONE)


def test_a_clock_that_jumps_moves_no_time_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from cctl.core.run.limit import Limits, Used
    from tests.host.run.bounds_test import bounds

    found = bounds(tmp_path, Limits(timeout_s=60.0), Used())
    monkeypatch.setattr(time, "time_ns", lambda: 4_000_000_000 * 10**9)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert found.passed() == "" and found.amounts()[1]["timeout_s"] < 60


def test_closed_descriptors_of_the_caller_change_nothing(tmp_path: Path) -> None:
    for mode in ("--headless", "--pty"):
        line = f"{sys.executable} -P -m cctl run {mode} -- sh -c 'exit 3' <&- 2>&-"
        done = subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            env=harness.environment(tmp_path),
            capture_output=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 3, mode


def test_one_that_forks_twice_is_named_or_ended(tmp_path: Path) -> None:
    code = (
        "import os,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0:\n  time.sleep(61)\n os._exit(0)\nos.wait()"
    )
    run: dict[str, Any] = last(start(tmp_path, "--", sys.executable, "-c", code))
    (orphan,) = run["orphans"]
    os.kill(orphan["pid"], 9)
    assert "orphans" not in last(start(tmp_path, "--kill-orphans", "--", sys.executable, "-c", code))


def test_without_a_terminal_around_a_program_that_reads_is_not_kept_waiting(tmp_path: Path) -> None:
    script = "read line; echo read $?; test -t 1 && echo screen"
    done = harness.run("run", tmp_path, "--timeout", "20s", "--", "sh", "-c", script)
    assert (done.returncode, done.stdout.split()) == (0, [b"read", b"1", b"screen"])
