"""`cctl run answer`; with a run that holds a call in `host/run/talk_test.py` and with the real client."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.contract import harness


def test_who_has_nothing_to_answer_is_told(tmp_path: Path) -> None:
    assert harness.run("run answer", tmp_path, "nobody", "--allow").returncode == 66
    harness.run("run", tmp_path, "--headless", "--name", "n", "--", "true")
    done = harness.run("run answer", tmp_path, "n", "--allow")
    assert done.returncode == 66 and b"is ended: nobody is there" in done.stderr
    done = harness.run("run answer", tmp_path, "n")
    assert done.returncode == 2 and b"--allow or --deny" in done.stderr


def test_a_run_that_holds_no_calls_says_so(tmp_path: Path) -> None:
    harness.run("run", tmp_path, "--headless", "--detach", "--name", "n", "--timeout", "20s", "--", "sleep", "20")
    done = harness.run("run answer", tmp_path, "n", "--deny")
    assert done.returncode == 66 and b"headless mode has no such thing" in done.stderr
    harness.run("run stop", tmp_path, "n")


def test_nobody_in_a_run_answers_for_it(tmp_path: Path) -> None:
    script = f"{sys.executable} -P -m cctl run answer n --allow; setsid -w {sys.executable} -P -m cctl run attach n"
    done = harness.run("run", tmp_path, "--pty", "--name", "n", "--", "sh", "-c", script)
    assert done.stdout.count(b"nobody in a run answers for it") >= 2 and done.returncode == 66
