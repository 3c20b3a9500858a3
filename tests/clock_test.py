"""Nights, idleness and clocks that jump, with real time passing under `run` and `tasks run`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.contract import harness
from tests.jumping import Clock
from tests.planned import Ended, command, counts, environment, plan, start, tasks
from tests.real_client import eventually

DAY_S = 86_400

pytestmark = pytest.mark.slow


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    (folder := tmp_path / "clock").mkdir()
    return Clock(folder)


def ran(home: Path, clock: Clock, ahead_s: int, *words: str, **more: str) -> tuple[int, dict[str, Any], float]:
    """A run in whose first second the clock jumps; its status, its record, and how long it really took."""
    env = {**environment(home), **clock.env, **more}
    line = [sys.executable, "-P", "-m", "cctl", "run", "--headless", *words]
    begun = time.monotonic()
    jump = threading.Timer(1.0, clock.set, [ahead_s])
    jump.start()
    done = subprocess.run(line, cwd=home, env=env, capture_output=True, timeout=60, check=False)
    jump.cancel()
    return done.returncode, harness.records(done.stdout)[-2], time.monotonic() - begun


@pytest.mark.parametrize("ahead_s", [DAY_S * 2, -DAY_S * 400])
@pytest.mark.parametrize(("limit", "cause"), [("--timeout", "timeout"), ("--idle", "idle")])
def test_a_jump_makes_no_limit_of_time_longer_or_shorter(
    tmp_path: Path, clock: Clock, ahead_s: int, limit: str, cause: str
) -> None:
    code, run, took_s = ran(tmp_path, clock, ahead_s, limit, "3s", "--", "sleep", "50")
    assert (code, run["cause"]) == (124, cause) and 3 <= run["duration_s"] < 4.5 and took_s < 8
    assert (run["ended"] > run["started"]) == (ahead_s > 0), "the records tell the time of day as it was"
    listed = harness.records(harness.run("run ls", tmp_path).stdout)
    assert [each.get("cause") for each in listed if each["type"] == "run"] == [cause]


@pytest.mark.parametrize("ahead_s", [DAY_S * 2, -DAY_S * 2])
def test_a_plan_goes_through_a_jump(tmp_path: Path, clock: Clock, ahead_s: int) -> None:
    flaky = 'echo >>"$0"; sleep 0.7; test "$(wc -l <"$0")" -ge 3'
    path = plan(
        tmp_path,
        command("a", "sh", "-c", flaky, str(tmp_path / "tries"), retries=3, timeout="20s"),
        command("b", "sleep", "0.5", depends_on=["a"]),
        command("late", "sleep", "50", timeout="3s"),
    )
    process = start(tmp_path, "run", str(path), **clock.env)
    time.sleep(1.2)
    clock.set(ahead_s)
    done = Ended(process, 30)
    assert done.states() == {"a": "completed", "b": "completed", "late": "failed"}, done.err
    late = next(each for each in done.of("attempt") if each["task"] == "late")
    assert late["cause"] == "timeout" and 2.9 <= late["duration_s"] < 6, late
    again = tasks(tmp_path, "run", str(path), "--resume", **clock.env)
    assert again.of("attempt") == [] and (tmp_path / "tries").read_text().count("\n") == 3
    assert tasks(tmp_path, "show", str(path)).states() == done.states()


def test_tasks_begin_when_their_hours_do_and_none_after_them(tmp_path: Path, clock: Clock) -> None:
    clock.at(21, 59, 54)
    tell = 'date +%s.%N >>"$0"; sleep "$1"'
    begun = tmp_path / "begun"
    path = plan(
        tmp_path,
        command("a", "sh", "-c", tell, str(begun), "8"),
        command("b", "sh", "-c", tell, str(begun), "0", depends_on=["a"]),
        max_parallel=1,
    )
    process = start(tmp_path, "run", str(path), "--between", "22:00-22:01", **clock.env)
    assert eventually(begun.exists, 30)
    (at_s,) = (float(line) % DAY_S for line in begun.read_text().split())
    assert 22 * 3600 <= at_s < 22 * 3600 + 8, "within the seconds between two looks"
    clock.at(22, 1, 30)  # the window closes while it runs
    time.sleep(12)
    assert tasks(tmp_path, "show", str(path)).states() == {"a": "completed", "b": "pending"}
    assert process.poll() is None, "it waits for the next night"
    clock.at(22, 0, 5)
    done = Ended(process, 30)
    assert (done.code, done.states()) == (0, {"a": "completed", "b": "completed"}), done.err
    assert "waiting for the hours" in done.err


def test_tasks_begin_when_nobody_has_worked_for_so_long_whatever_the_clock_says(tmp_path: Path, clock: Clock) -> None:
    transcript = tmp_path / ".claude/projects/-p/s.jsonl"
    transcript.parent.mkdir(parents=True)

    def work() -> float:
        with transcript.open("a") as file:
            file.write(json.dumps({"type": "user"}) + "\n")
        return time.monotonic()

    work()
    path = plan(tmp_path, command("a", "touch", str(tmp_path / "begun")))
    process = start(tmp_path, "run", str(path), "--idle-after", "6s", **clock.env)
    for at in range(8):
        time.sleep(1)
        last = work()
        if at == 3:
            clock.set(DAY_S)
        assert not (tmp_path / "begun").exists(), "somebody works"
    clock.set(-DAY_S)  # as if the last work lay in the future
    done = Ended(process, 40)
    assert done.code == 0 and counts(tmp_path) == {}
    assert 6 <= time.monotonic() - last < 20 and (tmp_path / "begun").exists()


def test_a_key_at_a_terminal_is_work(tmp_path: Path) -> None:
    master, slave = os.openpty()
    try:
        os.write(master, b"x\n")
        os.read(slave, 8)
        path = plan(tmp_path, command("a", "touch", str(tmp_path / "begun")))
        begun = time.monotonic()
        done = tasks(tmp_path, "run", str(path), "--idle-after", "12s")
        assert done.code == 0 and time.monotonic() - begun > 3, "a terminal's time is up to eight seconds late"
    finally:
        os.close(master)
        os.close(slave)
