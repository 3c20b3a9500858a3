"""The page of `cctl hook` tells what the fast path takes; `tests/hook_test.py` holds the fast path itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cctl import launch
from cctl.commands.hook import cli
from cctl.kit.declared import options
from tests.hooked import Machine

ROOT = Path(__file__).resolve().parents[2]
OWN = ("--event", "--agent", "--on-error", "--deadline")


def test_the_options_are_those_that_the_fast_path_takes() -> None:
    declared = {name: option for option in options(cli) for name in option.opts if name in OWN}
    assert set(declared) == set(OWN) == set(launch._FLAGS)
    assert declared["--deadline"].default == launch.DEADLINE_MS
    assert tuple(declared["--on-error"].type.choices) == launch._CHOICES["on_error"]  # type: ignore[attr-defined]  # a Choice


def test_the_page_says_what_a_hook_cannot_stop() -> None:
    assert "sandbox" in (cli.help or "")
    assert "another process" in " ".join((cli.help or "").split())


def test_called_through_click_it_answers_all_the_same(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    code = "from cctl.commands.hook import cli; cli.main(['--deadline', '9000'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        input=json.dumps(machine.payload("Bash", {"command": "ls"})),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"HOME": str(machine.home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "allow"
