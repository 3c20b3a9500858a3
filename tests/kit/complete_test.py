"""Completions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.kit.complete import completions

ROOT = Path(__file__).resolve().parents[2]


def test_three_shells() -> None:
    made = completions()
    assert set(made) == {"completions/cctl.bash", "completions/_cctl", "completions/cctl.fish"}
    assert all("_CCTL_COMPLETE" in text for text in made.values())


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_takes_the_script() -> None:
    subprocess.run(["bash", "-n"], input=completions()["completions/cctl.bash"].encode(), check=True)


def test_the_protocol_answers_with_verbs() -> None:
    env = {**os.environ, "_CCTL_COMPLETE": "bash_complete", "COMP_WORDS": "cctl expl", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "cctl"], env=env, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stdout.split() == ["plain,explain"]
