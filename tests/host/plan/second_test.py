"""Whoever of those that mind a plan is killed, nothing is run again and every status is known."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from cctl.host.process import children, processes
from tests.planned import Ended, begun, command, counted, counts, kill, plan, start, tasks
from tests.real_client import eventually


def minders(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The second and the minder of a `tasks run`."""
    kin = children(processes().all())
    (second,) = kin[process.pid]
    minder = min(kin[second.pid], key=lambda each: int(each.start))
    return second.pid, minder.pid


def test_minder_and_tasks_run_killed_at_once(tmp_path: Path) -> None:
    seven = 'echo x >>"$0"; sleep 1.5; exit 7'
    path = plan(
        tmp_path, counted(tmp_path, "a", 1.5), command("seven", "sh", "-c", seven, str(tmp_path / "sevens")),
        command("late", "sleep", "60", timeout="3s"), counted(tmp_path, "b", depends_on=["a"]),
    )  # fmt: skip
    process = start(tmp_path, "run", str(path))
    assert eventually(lambda: counts(tmp_path) == {"a": 1} and (tmp_path / "sevens").exists())
    _, minder = minders(process)
    os.kill(process.pid, signal.SIGKILL)
    os.kill(minder, signal.SIGKILL)
    process.communicate()
    done = tasks(tmp_path, "run", str(path), "--resume")
    told = tasks(tmp_path, "show", str(path)).states()
    assert told == {"a": "completed", "b": "completed", "seven": "failed", "late": "failed"}, done.err
    ends = {each["task"]: (each.get("cause"), each.get("exit_code")) for each in done.of("attempt")}
    assert ends["seven"] == ("child", 7) and ends["late"][0] == "timeout", "its limit was held all the same"
    assert counts(tmp_path) == {"a": 1, "b": 1} and (tmp_path / "sevens").read_text() == "x\n"


def test_minder_alone_killed(tmp_path: Path) -> None:
    waiting = [counted(tmp_path, f"w{each}") for each in range(5)]
    path = plan(tmp_path, counted(tmp_path, "a", 1.5), *waiting, max_parallel=1)
    process = start(tmp_path, "run", str(path))
    assert eventually(lambda: counts(tmp_path) == {"a": 1})
    os.kill(minders(process)[1], signal.SIGKILL)
    done = Ended(process)
    assert (done.code, set(done.states().values())) == (0, {"completed"}), done.err
    assert set(counts(tmp_path).values()) == {1} and len(counts(tmp_path)) == 6


def test_second_alone_killed(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "a", 1.0), counted(tmp_path, "b", depends_on=["a"]))
    process = start(tmp_path, "run", str(path))
    assert eventually(lambda: counts(tmp_path) == {"a": 1})
    os.kill(minders(process)[0], signal.SIGKILL)
    done = Ended(process)
    assert done.code == 0 and counts(tmp_path) == {"a": 1, "b": 1}


def test_all_three_killed_is_told_as_lost(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "a", 1.0, idempotent=False))
    process = start(tmp_path, "run", str(path))
    assert eventually(lambda: counts(tmp_path) == {"a": 1})
    for pid in (*minders(process), process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate()
    done = tasks(tmp_path, "run", str(path), "--resume")
    assert (done.code, done.states()) == (14, {"a": "needs_human"}) and counts(tmp_path) == {"a": 1}


@pytest.mark.slow
def test_at_any_moment(tmp_path: Path) -> None:
    dice = random.Random(6)
    for at in range(40):
        (home := tmp_path / str(at)).mkdir()
        names = [f"t{each}" for each in range(24)]
        path = plan(home, *(counted(home, name, dice.choice([0.0, 0.0, 0.02, 0.2])) for name in names), max_parallel=4)
        process = start(home, "run", str(path))
        begun(process, "t0")
        time.sleep(dice.random() * 0.6)
        try:
            second, minder = minders(process)
        except (KeyError, ValueError):
            pass  # it was over already
        else:
            for pid in dice.choice([(minder, process.pid), (process.pid, minder), (minder,), (second,)]):
                os.kill(pid, signal.SIGKILL)
        kill(process) if process.poll() is None and dice.random() < 0.5 else process.communicate(timeout=60)
        done = tasks(home, "run", str(path), "--resume")
        assert done.code == 0, done.err
        assert counts(home) == dict.fromkeys(sorted(names), 1), at
