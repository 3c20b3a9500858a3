"""The pipelines that people copy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.kit import recipes
from tests import needed
from tests.contract import harness
from tests.host.activity.store_test import STORY, Machine

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [command for each in recipes.recipes() for command in each.run]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_recipe_runs_under_pipefail(command: str, tmp_path: Path) -> None:
    if "jq" in command:
        needed.program("jq")
    machine = Machine(tmp_path)
    (machine.folder / "11111111-aaaa-4000-8000-000000000001.jsonl").write_text("".join(STORY))
    machine.connection.close()
    (tmp_path / "run.jsonl").write_text("".join(STORY))
    (tmp_path / "laptop.jsonl").write_bytes(harness.run("ledger export", tmp_path, stdin=None).stdout)
    (tmp_path / "plan.toml").write_text('[[task]]\nname = "a"\ncommand = ["true"]\n')
    (tmp_path / "cctl").write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m cctl "$@"\n')
    (tmp_path / "claude").write_text("#!/bin/sh\nexit 0\n")
    for name in ("cctl", "claude"):
        (tmp_path / name).chmod(0o755)
    env = harness.environment(tmp_path) | {"CCTL_NOW": "2026-11-01T00:05:00Z"}
    env["PATH"] = f"{tmp_path}{os.pathsep}{env['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, cwd=tmp_path, env=env, timeout=60, check=False
    )
    assert done.returncode == 0, (done.stderr.decode(), done.stdout.decode()[-500:])
    assert b"Traceback" not in done.stderr


def test_the_readme_shows_them_as_they_are() -> None:
    text = (ROOT / "README.md").read_text()
    assert recipes.filled(text) == text
    assert recipes.as_markdown() in text


def test_a_text_without_the_block_stays() -> None:
    assert recipes.filled("nothing here") == "nothing here"
