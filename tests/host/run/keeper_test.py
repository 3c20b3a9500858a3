"""The keeper: what the record says before and after; its life with real processes is held in `commands/run_test.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from cctl.core.run.command import prepare
from cctl.core.run.limit import Limits, Used
from cctl.host.process import processes
from cctl.host.run.folder import Folder
from cctl.host.run.keeper import Keeper
from cctl.host.run.plan import Plan, first


def plan(tmp_path: Path, *argv: str, limits: Limits = Limits()) -> Plan:  # noqa: B008 -- it can't be changed
    return Plan(
        run="r", command=prepare(argv, "s"), cwd=str(tmp_path), env=dict(os.environ), limits=limits, stdin=0,
        warn=[0.8], grace_s=0.2, facts={"name": "n"}, git=False,
    )  # fmt: skip


def test_a_plan_as_a_record(tmp_path: Path) -> None:
    record = first(plan(tmp_path, "claude", "-p", "x", limits=Limits(usd=1.0)), "2026-06-01T10:00:00.000Z")
    assert (record["status"], record["session"], record["usage"]) == ("planned", "s", "exact")
    assert record["limits"] == {"usd": 1.0} and record["name"] == "n"
    assert first(plan(tmp_path, "make"), "")["usage"] == "none"


def run_apart(tmp_path: Path, name: str) -> tuple[int, Folder]:
    """Keep a run in a process of its own, which it changes; its exit status and folder."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.host.run import keeper_test\n"
        f"sys.exit(keeper_test.{name}(Path(sys.argv[1])))"
    )
    env = dict(os.environ, PYTHONPATH=str(Path(__file__).resolve().parents[3]))
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, env=env, timeout=30)
    return done.returncode, Folder(str(tmp_path / "runs" / "r"))


def test_it_runs_a_command_to_its_end_and_keeps_what_it_said(tmp_path: Path) -> None:
    code, folder = run_apart(tmp_path, "kept")
    assert code == 4
    assert Path(folder.file("stdout.log")).read_text() == "out\n" and folder.record()["exit_code"] == 4
    assert Path(folder.file("events.jsonl")).read_bytes().count(b"\n") == 3


def kept(tmp_path: Path) -> int:
    folder = Folder(str(tmp_path / "runs" / "r")).make()
    return Keeper(plan(tmp_path, "sh", "-c", "echo out; exit 4"), folder, processes(), None, lambda: None).keep()


def test_what_breaks_in_us_ends_the_command_and_is_no_success(tmp_path: Path) -> None:
    code, folder = run_apart(tmp_path, "broken")
    run = folder.record()
    assert (code, run["cause"], run["exit"]) == (125, "failed", 125) and "KeyError" in run["message"]
    found = processes().find(run["pid"])
    assert found is None or found.start != run["process_start"]


class Broken:
    """A reader of transcripts with a defect."""

    calls: Any = ()
    session = ""
    skipped: dict[str, int] = {}  # noqa: RUF012 -- never written

    def begin(self, *_: object) -> None:
        pass

    def look(self, *_: object) -> Any:
        raise KeyError("where")

    def used(self) -> Used:
        return Used()

    def tokens(self) -> tuple[int, ...]:
        return (0, 0, 0, 0, 0)


def broken(tmp_path: Path) -> int:
    folder = Folder(str(tmp_path / "runs" / "r")).make()
    follow: Any = Broken()
    return Keeper(plan(tmp_path, "sleep", "60"), folder, processes(), follow, lambda: None).keep()
