"""Limits that runs share; with real keepers, whose clients spend side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.host.reservation import Held, Owner, Short
from cctl.kit.sharing import _told
from tests.commands.run_test import ONE, last, start
from tests.contract import harness
from tests.host.run import claude_fake


def limited(home: Path, text: str) -> None:
    (home / ".config/cctl").mkdir(parents=True)
    (home / ".config/cctl/config.toml").write_text(f"[budget]\n{text}\n")


def test_a_run_that_has_no_room_does_not_start(tmp_path: Path) -> None:
    limited(tmp_path, "day_usd = 0.5")
    (shown,) = harness.records(start(tmp_path, "--dry-run", "--", "claude", "-p", "x").stdout)
    assert shown["budgets"] == [{"scope": "day", "key": "2026-11-20", "limit_usd": 0.5, "spent_usd": 0.0}]
    done = start(tmp_path, "--max-usd", "0.6", "--", "claude", "-p", "call")
    run = last(done)
    assert (done.returncode, run["cause"]) == (11, "budget") and "day budget has no room" in run["message"]
    assert "pid" not in run
    assert last(start(tmp_path, "--max-usd", "0.4", "--", "claude", "-p", "call"))["cause"] == "child"
    done = start(tmp_path, "--max-usd", "0.4", "--", "claude", "-p", "call", COUNT="10")
    assert last(done)["cause"] == "child", "what ended gave back what it had not spent"


def test_a_run_without_a_limit_stops_at_that_of_the_day(tmp_path: Path) -> None:
    limited(tmp_path, "day_usd = 0.1")
    run = last(start(tmp_path, "--", "claude", "-p", "call " * 20))
    assert (run["cause"], run["exit"], run["refused"], run["enforcement"]) == ("budget", 11, 1, "refuse")
    assert 0.05 - ONE <= run["cost_usd"] <= 0.1 and "day budget" in run["message"]


def test_a_run_that_may_have_all_of_a_day_has_all_of_it(tmp_path: Path) -> None:
    limited(tmp_path, "day_usd = 0.1")
    run = last(start(tmp_path, "--max-usd", "0.1", "--", "claude", "-p", "call " * 20))
    assert run["cause"] == "budget" and run["cost_usd"] >= 0.1 - 2 * ONE, "what it spent is not held against it twice"


def test_runs_side_by_side_do_not_pass_the_cap_together(tmp_path: Path) -> None:
    limited(tmp_path, "day_usd = 0.3")
    env = harness.environment(tmp_path) | {"PATH": f"{claude_fake.install(tmp_path / 'bin')}:{os.environ['PATH']}"}
    command = [sys.executable, "-P", "-m", "cctl", "run", "--headless", "--", "claude", "-p", "call " * 20]
    many = [
        subprocess.Popen(command, cwd=tmp_path, env=env | {"COUNT": str(100 * (each + 1))}, stdout=subprocess.PIPE)
        for each in range(4)
    ]
    runs = [harness.records(each.communicate(timeout=120)[0])[-2] for each in many]
    total = sum(run.get("cost_usd", 0.0) for run in runs)
    assert 0.2 <= total <= 0.3 + 1e-9, [(run["cause"], run.get("cost_usd")) for run in runs]
    assert {run["cause"] for run in runs} == {"budget"}


def test_who_holds_the_rest_is_told() -> None:
    holder = Held("day", "2026-11-20", "r", Owner(1, "1"), 500_000_000, 0)
    assert _told(Short("day", "2026-11-20", -1, (holder,))) == (
        "the day budget has no room: $0.0000 are left; $0.50 are reserved by 1 other runs"
    )


@pytest.fixture(autouse=True)
def _no_real_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
