"""The shipped pipelines, from a real shell with `pipefail`, against a home of their own."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
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
FINISHED = ("parallel-calls-interleaved.jsonl", "permission-outcomes.jsonl")
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
    for shell in filter(shutil.which, ("sh", "dash", "bash", "busybox")):
        words = [shell, "ash"] if shell == "busybox" else [shell]
        assert subprocess.run([*words, "-n", str(BIN / name)], check=False).returncode == 0


def looping(home: Home, rounds: int, word: str = "t") -> Path:
    lines = [home.prompt()]
    for number in range(rounds):
        lines += [home.wait(2).call(call=f"{word}{number}", command="ls"), home.result(f"{word}{number}", "app.py")]
    return home.write(*lines)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The pipelines beside a `cctl`, in a folder whose name holds blanks."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    for name in SCRIPTS:
        shutil.copy(BIN / name, folder)
    (folder / "cctl").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -P -m cctl "$@"\n')
    (folder / "cctl").chmod(0o755)
    return folder


def cron(home: Path, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
    """A command as cron starts it: hardly any environment, no terminal, no input."""
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "me"}
    return subprocess.run(
        [str(word) for word in command], env=env, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=90,
        check=False,
    )  # fmt: skip


def test_cron_needs_nothing_but_the_path_of_a_pipeline(tmp_path: Path, installed: Path) -> None:
    home = now(tmp_path).wait(-60)
    calm = cron(tmp_path, installed / "cctl-cron-health")
    assert (calm.returncode, calm.stdout, calm.stderr) == (0, b"", b"")
    path = looping(home, 12)
    trouble = cron(tmp_path, installed / "cctl-cron-health")
    assert (trouble.returncode, trouble.stderr) == (13, b"") and b"loop" in trouble.stdout
    assert cron(tmp_path, installed / "cctl-ci-gate", "--", path).returncode == 13
    (fine, refused) = (Path(__file__).parents[1] / "fixtures/transcripts/claude" / name for name in FINISHED)
    assert cron(tmp_path, installed / "cctl-ci-gate", "--", fine).returncode == 0
    assert cron(tmp_path, installed / "cctl-ci-gate", "--", refused).returncode == 12
    assert cron(tmp_path, installed / "cctl-attention").returncode in (0, 14)
    asked = cron(tmp_path, installed / "cctl-budget-kill", "session=1000usd", "--", "--once")
    assert asked.returncode == 0 and json.loads(asked.stdout.splitlines()[-1])["type"] == "end"


def test_what_cannot_look_never_passes(tmp_path: Path, installed: Path) -> None:
    for name in SCRIPTS:
        shutil.copy(BIN / name, tmp_path)
    given = {"cctl-ci-gate": ["--", "x.jsonl"], "cctl-budget-kill": ["day=5usd"]}
    for name in SCRIPTS:
        assert cron(tmp_path, tmp_path / name, *given.get(name, [])).returncode not in (0, 14), f"{name} without cctl"
    (installed / "cctl").write_text("#!/bin/sh\ncase $1 in watch | cat | sessions) exit 69 ;; *) cat ;; esac\n")
    for name in SCRIPTS:
        assert cron(tmp_path, installed / name, *given.get(name, [])).returncode in (20, 69) or name == "cctl-ci-gate"
    assert cron(tmp_path, installed / "cctl-budget-kill", "day=5usd").returncode == 69


def test_words_with_blanks_stay_words(tmp_path: Path, installed: Path) -> None:
    path = looping(now(tmp_path), 3)
    path = path.rename(path.with_name("-my session.jsonl"))
    gate = [str(installed / "cctl-ci-gate"), "--where", "cost_usd > 1000", "--max-usd", "1000", "--", path.name]
    done = subprocess.run(gate, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, cwd=path.parent,
                          capture_output=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


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
    unheard = shell(tmp_path, "cctl-cron-health critical -- --no-such-option")
    assert unheard.returncode == 13 and b"loop" in unheard.stdout and b"not told" in unheard.stderr


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


def test_a_guard_that_is_stopped_leaves_nothing(tmp_path: Path, installed: Path) -> None:
    (tmp_path / "tmp").mkdir()
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path / "tmp")}
    guard = subprocess.Popen(
        [str(installed / "cctl-budget-kill"), "day=5usd", "--", "--heartbeat", "1s"], env=env, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert guard.stdout is not None
    kept = tmp_path / ".local/state/cctl"
    until = time.monotonic() + 30
    while not kept.exists() and time.monotonic() < until:
        select.select([], [], [], 0.05)
    os.killpg(guard.pid, signal.SIGTERM)
    assert guard.wait(30) == 143 and not list((tmp_path / "tmp").iterdir())
    guard.stdout.close()
