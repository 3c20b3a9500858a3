"""`cctl run stop`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.run_test import live, start
from tests.contract import harness


def test_a_run_is_ended_by_its_keeper(tmp_path: Path) -> None:
    with live(tmp_path, "--name", "n", "--", "sleep", "68") as process:
        assert process.stdout
        process.stdout.readline()
        (dry,) = harness.records(harness.run("run stop", tmp_path, "n", "--dry-run").stdout)
        (done,) = harness.records(harness.run("run stop", tmp_path, "n").stdout)
        rest = process.stdout.read().splitlines()
    assert dry["dry_run"] and done["status"] == "ok"
    assert process.returncode == 143 and json.loads(rest[-2])["cause"] == "signal"
    (again,) = harness.records(harness.run("run stop", tmp_path, "n").stdout)
    assert again["status"] == "notneeded" and start(tmp_path, "--", "true").returncode == 0
