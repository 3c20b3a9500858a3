"""`cctl run ls`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.run_test import start
from tests.contract import harness


def test_runs_are_listed_and_chosen(tmp_path: Path) -> None:
    start(tmp_path, "--tag", "a", "--", "true")
    start(tmp_path, "--", "false")
    found = harness.records(harness.run("run ls", tmp_path).stdout)
    assert sorted(each["exit"] for each in found[:-1]) == [0, 1], "their ids are of one moment: the clock is stopped"
    assert found[-1]["type"] == "end"
    assert len(harness.records(harness.run("run ls", tmp_path, "--tag", "a").stdout)) == 2
    assert len(harness.records(harness.run("run ls", tmp_path, "--status", "running").stdout)) == 1
