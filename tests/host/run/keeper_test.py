"""The keeper: what the record says before and after; its life with real processes is held in `commands/run_test.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cctl.core.run.command import prepare
from cctl.core.run.limit import Limits
from cctl.host.kill import Grace
from cctl.host.process import processes
from cctl.host.run.folder import Folder
from cctl.host.run.keeper import Keeper
from cctl.host.run.plan import Plan, first


def plan(tmp_path: Path, *argv: str, limits: Limits = Limits()) -> Plan:  # noqa: B008 -- it can't be changed
    return Plan(
        run="r", command=prepare(argv, "s"), cwd=str(tmp_path), env=dict(os.environ), limits=limits, stdin=0,
        warn=[0.8], grace=Grace(0.1, 0.1, 1.0), facts={"name": "n"}, git=False,
    )  # fmt: skip


def test_a_plan_as_a_record(tmp_path: Path) -> None:
    record = first(plan(tmp_path, "claude", "-p", "x", limits=Limits(usd=1.0)), "2026-06-01T10:00:00.000Z")
    assert (record["status"], record["session"], record["usage"]) == ("planned", "s", "exact")
    assert record["limits"] == {"usd": 1.0} and record["name"] == "n"
    assert first(plan(tmp_path, "make"), "")["usage"] == "none"


def test_it_runs_a_command_to_its_end_and_keeps_what_it_said(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.host.run.keeper_test import kept\n"
        "sys.exit(kept(Path(sys.argv[1])))"
    )
    env = dict(os.environ, PYTHONPATH=str(Path(__file__).resolve().parents[3]))
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, env=env)  # it changes its process
    assert done.returncode == 4
    folder = Folder(str(tmp_path / "runs" / "r"))
    assert Path(folder.file("stdout.log")).read_text() == "out\n" and folder.record()["exit_code"] == 4
    assert Path(folder.file("events.jsonl")).read_bytes().count(b"\n") == 3


def kept(tmp_path: Path) -> int:
    """Keep one run, in a process of its own."""
    folder = Folder(str(tmp_path / "runs" / "r")).make()
    return Keeper(plan(tmp_path, "sh", "-c", "echo out; exit 4"), folder, processes(), None, lambda: None).keep()
