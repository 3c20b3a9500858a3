"""`cctl run show`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.run_test import start
from tests.contract import harness


def test_one_run_by_its_name(tmp_path: Path) -> None:
    start(tmp_path, "--name", "n", "--", "true")
    record, _ = harness.records(harness.run("run show", tmp_path, "n").stdout)
    assert (record["name"], record["status"]) == ("n", "ended")
    assert harness.run("run show", tmp_path, "nobody").returncode == 66
