"""The shipped pipelines, from a real shell with `pipefail`, against a home of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cctl.host.procfs import Procfs
from tests.commands.kill_test import agent
from tests.contract import harness
from tests.contract.harness import ROOT
from tests.host.live.home import S1, Home

BIN = ROOT / "bin"
SCRIPTS = ("cctl-attention", "cctl-budget-kill", "cctl-ci-gate", "cctl-cron-health")


def shell(home: Path, line: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash under pipefail, with the pipelines on its path."""
    env = harness.environment(home) | {"PATH": f"{BIN}:{os.environ['PATH']}", "CCTL": f"{sys.executable} -P -m cctl"}
    env.pop("CCTL_NOW")
    command = ["bash", "-euo", "pipefail", "-c", line]
    return subprocess.run(command, env=env | extra, cwd=home, capture_output=True, timeout=90, check=False)


def now(tmp_path: Path, *, registry: bool = False) -> Home:
    return Home(tmp_path, registry=registry, ms=time.time_ns() // 1_000_000)


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_is_short_says_how_it_is_used_and_is_sh(name: str) -> None:
    lines = (BIN / name).read_text().splitlines()
    assert len(lines) < 30 and lines[0] == "#!/bin/sh" and lines[1].startswith("# ") and os.access(BIN / name, os.X_OK)
    assert subprocess.run(["sh", "-n", str(BIN / name)], check=False).returncode == 0


def looping(home: Home, rounds: int, word: str = "t") -> Path:
    lines = [home.prompt()]
    for number in range(rounds):
        lines += [home.wait(2).call(call=f"{word}{number}", command="ls"), home.result(f"{word}{number}", "app.py")]
    return home.write(*lines)


def test_a_ci_job_fails_by_what_the_agent_did(tmp_path: Path) -> None:
    home = now(tmp_path)
    path = looping(home, 12)
    assert shell(tmp_path, f"cctl-ci-gate -- {path}").returncode == 13
    assert shell(tmp_path, f"cctl-ci-gate --max-usd 0.01 -- {path}").returncode == 11
    kept = shell(tmp_path, f"cctl-ci-gate --max-usd 1000 -- {path}", CCTL_RECORDS=str(tmp_path / "kept"))
    assert kept.returncode == 0 and json.loads((tmp_path / "kept").read_text().splitlines()[-2])["type"] == "gate"
    assert shell(tmp_path, "cctl-ci-gate -- no-such-session").returncode != 0
    assert shell(tmp_path, "cctl-ci-gate").returncode == 2


def test_cron_hears_of_trouble_and_of_nothing_else(tmp_path: Path) -> None:
    home = now(tmp_path).wait(-60)
    looping(home, 3)
    calm = shell(tmp_path, "cctl-cron-health")
    assert (calm.returncode, calm.stdout) == (0, b"")
    looping(home, 12, "u")
    told = tmp_path / "told"
    trouble = shell(tmp_path, "cctl-cron-health")
    assert trouble.returncode == 13 and b"loop" in trouble.stdout
    assert shell(tmp_path, f"cctl-cron-health critical -- --command 'cp /dev/stdin {told}'").returncode == 13
    assert json.loads(told.read_text())["check"] == "loop"


def test_what_needs_attention_is_shown(tmp_path: Path) -> None:
    home = now(tmp_path)
    home.write(home.prompt(), home.rest())
    calm = shell(tmp_path, "cctl-attention")
    assert (calm.returncode, calm.stdout) == (0, b"")
    home.wait(-60).write(home.wait(61).prompt("again"), home.call("AskUserQuestion", question="which?"))
    asked = shell(tmp_path, "cctl-attention")
    assert asked.returncode == 14 and b"needs_input" in asked.stdout and b"question" in asked.stdout


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_session_that_breaks_its_budget_is_ended(tmp_path: Path) -> None:
    home = now(tmp_path, registry=True)
    with agent(home, status="busy") as running:
        home.write(home.prompt(), home.call())
        env = harness.environment(tmp_path) | {"PATH": os.environ["PATH"], "CCTL": f"{sys.executable} -P -m cctl"}
        env.pop("CCTL_NOW")
        guard = subprocess.Popen(
            [str(BIN / "cctl-budget-kill"), "session=0.001usd", "--", "--timeout", "40s"],
            env=env,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            assert running.wait(30) != 0
            assert guard.stdout is not None
            done = [json.loads(line) for line in guard.stdout if b'"done"' in line][:1]
            assert done[0]["action"] == "terminate" and done[0]["session"] == S1
        finally:
            os.killpg(guard.pid, 9)
            guard.wait()
            if guard.stdout:
                guard.stdout.close()
    assert Procfs().find(running.pid) is None
