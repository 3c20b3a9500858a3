"""`cctl rules diff`: the backtest that can fail a CI job."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands.brain_decide_test import call
from tests.contract import harness

DENY = "[rules.a]\nprogram='acme'\naction='deny'\n"
ALLOW = "[rules.a]\nprogram='acme'\naction='approve'\n"


def files(home: Path, old: str = DENY, new: str = ALLOW) -> list[str]:
    for name, text in (("old.toml", old), ("new.toml", new)):
        (home / name).write_text(text)
    return ["old.toml", "new.toml"]


def test_what_was_denied_and_would_run_fails_the_job(tmp_path: Path) -> None:
    given = call("acme --token=hunter2hunter2", id="c1", session="s") + call("ls")
    done = harness.run("rules diff", tmp_path, *files(tmp_path), "-", stdin=given)
    [change, end] = harness.records(done.stdout)
    assert done.returncode == 10 == end["exit"] and b"1 denied calls would run" in done.stderr
    assert (change["before"], change["after"], change["opened"], change["id"]) == ("deny", "allow", True, "c1")
    assert change["rule"] == "a" and "hunter2" not in str(change)


def test_a_real_shell_sees_the_status_through_a_pipe(tmp_path: Path) -> None:
    files(tmp_path)
    (tmp_path / "calls.jsonl").write_bytes(call("acme"))
    diff = f"{sys.executable} -P -m cctl rules diff old.toml new.toml -"
    script = f"set -o pipefail; cat calls.jsonl | {diff} | cat >/dev/null"
    env = harness.environment(tmp_path)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=env, timeout=60, capture_output=True, check=False)
    assert done.returncode == 10


def test_milder_rules_fail_it_only_when_asked_and_no_calls_prove_nothing(tmp_path: Path) -> None:
    names = files(tmp_path, DENY, "[rules.a]\nprogram='acme'\naction='ask'\n")
    assert harness.run("rules diff", tmp_path, *names, "-", stdin=call("acme")).returncode == 0
    assert harness.run("rules diff", tmp_path, *names, "-", "--loosened", stdin=call("acme")).returncode == 10
    assert harness.run("rules diff", tmp_path, *names, "-", stdin=b"").returncode == 20
    assert harness.run("rules diff", tmp_path, *names, "-", stdin=call("ls")).returncode == 0
    assert harness.run("rules diff", tmp_path, *names).returncode == 20


def test_stricter_rules_pass(tmp_path: Path) -> None:
    done = harness.run("rules diff", tmp_path, *files(tmp_path, ALLOW, DENY), "-", stdin=call("acme"))
    assert done.returncode == 0 and harness.records(done.stdout)[0]["loosened"] is False


def test_broken_and_missing_files_end_it(tmp_path: Path) -> None:
    names = files(tmp_path, "[rules.a]\n")
    assert harness.run("rules diff", tmp_path, *names, "-", stdin=call("ls")).returncode == 78
    assert harness.run("rules diff", tmp_path, "gone.toml", names[1], "-", stdin=call("ls")).returncode == 66
