"""`cctl run attach`; what one does there is held in `kit/attaching_test.py`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_only_a_running_terminal_can_be_attached_to(tmp_path: Path) -> None:
    assert harness.run("run attach", tmp_path, "nobody").returncode == 66
    harness.run("run", tmp_path, "--pty", "--name", "n", "--", "true")
    done = harness.run("run attach", tmp_path, "n")
    assert done.returncode == 66 and b"is ended" in done.stderr
    harness.run("run", tmp_path, "--headless", "--detach", "--name", "h", "--timeout", "20s", "--", "sleep", "20")
    done = harness.run("run attach", tmp_path, "h")
    assert done.returncode == 66 and b"headless mode has no such thing" in done.stderr
    harness.run("run stop", tmp_path, "h")
