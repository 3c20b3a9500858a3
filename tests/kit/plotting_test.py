"""`plot` as a process: the picture on standard output or in a file, errors in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.plotted import by_day_and_model, sessions
from tests.taste import ROOT


def plot(*arguments, stdin=None, home, **env):
    text = "\n".join(map(json.dumps, by_day_and_model() if stdin is None else stdin)) + "\n"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
        "CCTL_NOW": "0",
        **env,
    }
    words = [sys.executable, "-m", "cctl", "plot", *arguments]
    return subprocess.run(
        words, input=text, capture_output=True, text=True, env=environment, cwd=home, timeout=60, check=False
    )


def test_a_picture_in_the_terminal_without_colours_on_a_pipe(tmp_path):
    done = plot(home=tmp_path, COLUMNS="90")
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith("Spend by day and model\n") and "\x1b" not in done.stdout
    assert all(len(line) <= 90 for line in done.stdout.splitlines())


def test_colours_when_asked_for(tmp_path):
    assert "\x1b[38;2;" in plot("--color", "always", home=tmp_path).stdout


def test_a_file_is_told_of_and_not_replaced(tmp_path):
    done = plot("-o", "a.svg", home=tmp_path)
    record = json.loads(done.stdout)
    assert (record["action"], record["status"], record["target"]) == ("plot", "ok", "a.svg")
    assert record["bytes"] == (tmp_path / "a.svg").stat().st_size
    again = plot("-o", "a.svg", home=tmp_path)
    assert again.returncode == 73 and "--force" in again.stderr
    assert plot("-o", "a.svg", "--force", home=tmp_path).returncode == 0


def test_a_png_where_matplotlib_is(tmp_path):
    pytest.importorskip("matplotlib", reason="needs the extra plot")
    assert plot("-o", "a.png", home=tmp_path).returncode == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [(("-o", "a.xyz"), 2, ".png, .svg"), (("--by", "branch"), 2, "no branch"), (("-o", "no/a.svg"), 73, "no folder")],
)
def test_mistakes_are_one_line(tmp_path, arguments, status, words):
    done = plot(*arguments, home=tmp_path)
    assert done.returncode == status and words in done.stderr and done.stderr.count("\n") == 1


def test_nothing_to_draw_is_20(tmp_path):
    done = plot(stdin=[{"type": "end", "v": 1, "ts": ""}], home=tmp_path)
    assert done.returncode == 20 and "nothing to draw" in done.stderr


def test_home_folders_are_hidden(tmp_path):
    assert "alice" not in plot(stdin=sessions(), home=tmp_path).stdout
