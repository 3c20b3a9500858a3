"""`cctl run wait`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.run_test import start
from tests.contract import harness


def test_it_ends_as_the_run_does(tmp_path: Path) -> None:
    start(tmp_path, "--detach", "--name", "n", "--", "sh", "-c", "exit 5")
    done = harness.run("run wait", tmp_path, "n")
    (record,) = harness.records(done.stdout)
    assert (done.returncode, record["status"], record["exit"]) == (5, "ended", 5)
    start(tmp_path, "--detach", "--name", "long", "--", "sleep", "69")
    assert harness.run("run wait", tmp_path, "long", "--timeout", "1s").returncode == 124
    assert harness.run("run stop", tmp_path, "long").returncode == 0
    assert harness.run("run wait", tmp_path, "long").returncode == 143
