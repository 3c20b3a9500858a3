"""Whoever starts a run may die at any moment: the run is there and held, or it never began."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.contract import harness
from tests.host.run import claude_fake

KILLS = 100
AT_ONCE = 5


@pytest.mark.slow
def test_a_hundred_launchers_die_and_every_limit_holds(tmp_path: Path) -> None:
    chance = random.Random(6)
    env = harness.environment(tmp_path) | {"PATH": f"{claude_fake.install(tmp_path / 'bin')}:{os.environ['PATH']}"}
    command = [sys.executable, "-P", "-m", "cctl", "run", "--max-responses", "2", "--grace", "1s", "--no-git", "--"]
    command += ["claude", "-p", "call call call call hang"]
    pause = Event()
    for _ in range(KILLS // AT_ONCE):
        many = [
            subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for _ in range(AT_ONCE)
        ]
        for each in many:
            pause.wait(chance.uniform(0.05, 0.3))
            each.kill()
        for each in many:
            each.communicate()
    names = sorted(each.name for each in (tmp_path / ".local/state/cctl/runs").iterdir())
    held = died = 0
    for name in names:
        if not (tmp_path / ".local/state/cctl/runs" / name / "run.json").exists():
            died += 1  # before there was anything to hold
            continue
        run, *_ = harness.records(harness.run("run wait", tmp_path, name, "--timeout", "60s").stdout)
        assert (run["status"], run["cause"], run["exit"], run["responses"]) == ("ended", "responses", 10, 2), run
        held += 1
    assert held + died == len(names) and held > KILLS // 4, "most must have begun for this to say anything"
    listed = harness.records(harness.run("run ls", tmp_path, "--status", "running").stdout)
    assert [record["type"] for record in listed] == ["end"]
