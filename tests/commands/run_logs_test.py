"""`cctl run logs`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.contract import harness


def test_output_errors_screen_and_records(tmp_path: Path) -> None:
    script = "echo out; echo err >&2"
    harness.run("run", tmp_path, "--headless", "--name", "n", "--", "sh", "-c", script)
    assert harness.run("run logs", tmp_path, "n").stdout == b"out\n"
    assert harness.run("run logs", tmp_path, "n", "--stderr").stdout == b"err\n"
    kinds = [each["type"] for each in harness.records(harness.run("run logs", tmp_path, "n", "--events").stdout)]
    assert kinds == ["run", "run", "end"]
    harness.run("run", tmp_path, "--pty", "--name", "p", "--", "sh", "-c", script)
    assert harness.run("run logs", tmp_path, "p").stdout == b"out\r\nerr\r\n"
    assert harness.run("run logs", tmp_path, "nobody").returncode == 66


def test_it_follows_until_the_end(tmp_path: Path) -> None:
    script = "echo one; sleep 1; echo two"
    harness.run("run", tmp_path, "--headless", "--detach", "--name", "n", "--", "sh", "-c", script)
    assert harness.run("run logs", tmp_path, "n", "-f").stdout == b"one\ntwo\n"


def test_a_reader_that_leaves_is_no_mistake(tmp_path: Path) -> None:
    harness.run("run", tmp_path, "--headless", "--name", "n", "--", "sh", "-c", "yes | head -c 3000000")
    line = f"{sys.executable} -P -m cctl run logs n | head -c 4 > said; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, env=harness.environment(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr, (tmp_path / "said").read_text()) == (141, b"", "y\ny\n")
