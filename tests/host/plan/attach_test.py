"""Going on after kill -9 at any moment: the same end, and nothing is run twice."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.planned import Ended, begun, command, counted, counts, kill, plan, start, states, tasks
from tests.real_client import eventually

SECONDS = 0.05


def web(folder: Path) -> list[dict[str, Any]]:
    """A plan with a chain, a fan, a failure and what follows from it."""
    rows = [counted(folder, "first", SECONDS)]
    rows += [
        counted(folder, f"fan{each}", SECONDS, depends_on=["first"], idempotent=each % 2 == 0) for each in range(6)
    ]
    rows += [counted(folder, "join", SECONDS, depends_on=[f"fan{each}" for each in range(6)], idempotent=False)]
    rows += [command("bad", "sh", "-c", 'echo bad >>"$0"; exit 3', str(folder / "counts"), depends_on=["fan1"])]
    rows += [counted(folder, "never", depends_on=["bad"])]
    rows += [counted(folder, "after", SECONDS, depends_on=["bad", "join"], when='bad.state == "failed"')]
    rows += [command("say", "printf", "%s", "{{join.exit_code}}", depends_on=["join"])]
    return rows


EXPECTED = {"first", *(f"fan{each}" for each in range(6)), "join", "bad", "after"}


def killed_often(home: Path, times: int, seed: int) -> tuple[int, Path]:
    """Run the plan, killing it at random moments; how often it was killed before it came to its end."""
    path, luck, kills = plan(home, *web(home)), random.Random(seed), 0
    words = ["run", str(path), "-j", "3"]
    while kills < times:
        process = start(home, *words)
        words = ["run", str(path), "-j", "3", "--resume"]
        try:
            process.wait(luck.uniform(0.05, 0.6))
        except subprocess.TimeoutExpired:
            kill(process)
            kills += 1
        else:
            done = Ended(process)
            break
    else:
        done = Ended(start(home, *words))
    assert done.code == 3, done.err
    return kills, path


def judge(home: Path, path: Path) -> None:
    """The end is the same as without any kill, and each command ran exactly once."""
    found = states(home, path)
    assert found == {**dict.fromkeys(EXPECTED, "completed"), "say": "completed", "bad": "failed", "never": "skipped"}
    assert counts(home) == dict.fromkeys(sorted(EXPECTED), 1)


def killed(folder: Path, times: int, seed: int) -> None:
    """So many kills, over as many plans as it takes."""
    kills = 0
    while kills < times:
        home = folder / str(seed)
        home.mkdir()
        found, path = killed_often(home, 6, seed)
        judge(home, path)
        kills, seed = kills + found, seed + 1


def test_killed_at_random_moments_it_comes_to_the_same_end(tmp_path: Path) -> None:
    killed(tmp_path, 8, 0)


@pytest.mark.slow
def test_a_hundred_kills_change_nothing(tmp_path: Path) -> None:
    killed(tmp_path, 100, 1000)


def test_what_was_begun_is_waited_for_and_not_begun_again(tmp_path: Path) -> None:
    path = plan(tmp_path, counted(tmp_path, "slow", 0.7, idempotent=False))
    process = start(tmp_path, "run", str(path))
    begun(process, "slow")
    kill(process)
    second = tasks(tmp_path, "run", str(path))
    assert (second.code, "still runs" in second.err) == (75, True)
    done = tasks(tmp_path, "run", str(path), "--resume")
    assert (done.code, done.states(), counts(tmp_path)) == (0, {"slow": "completed"}, {"slow": 1})
    assert tasks(tmp_path, "run", str(path), "--resume").of("attempt") == []


def test_judging_that_a_kill_cut_off_begins_again_alone(tmp_path: Path) -> None:
    script = "echo x >>looks; test $(wc -l <looks) -gt 1 || { echo $$ >pid; sleep 60; }"
    path = plan(tmp_path, counted(tmp_path, "a", verify=[{"run": script}]))
    process = start(tmp_path, "run", str(path))
    assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    kill(process)
    done = tasks(tmp_path, "run", str(path), "--resume")
    assert (done.code, done.states(), counts(tmp_path)) == (0, {"a": "completed"}, {"a": 1})
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
