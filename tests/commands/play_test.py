"""`play` as a process."""

from __future__ import annotations

import json

from tests.cctl_run import cctl

HEAD = {"version": 2, "width": 60, "height": 10}


def written(path, *events):
    path.write_text("\n".join(map(json.dumps, [HEAD, *events])) + "\n")


def test_it_plays_and_lets_only_drawing_through(tmp_path):
    written(tmp_path / "a.cast", [0.0, "o", "hi \x1b]52;c;eA==\x07"], [0.05, "o", "there\x1b[6n"])
    done = cctl("play", "--own", "--speed", "10", "a.cast", home=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("hi there")
    assert "]52" not in done.stdout and "[6n" not in done.stdout


def test_mistakes_are_one_line(tmp_path):
    (tmp_path / "b.cast").write_text("no cast\n")
    for word, status in (("b.cast", 65), ("none.cast", 66)):
        done = cctl("play", "--own", word, home=tmp_path)
        assert done.returncode == status and done.stderr.count("\n") == 1, done.stderr
