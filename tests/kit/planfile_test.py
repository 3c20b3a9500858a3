"""Reading plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.kit.planfile import decoded
from tests.contract import harness


def test_three_spellings_of_one_plan() -> None:
    task = {"name": "a", "command": ["true"]}
    assert decoded(b'{"tasks": [{"name": "a", "command": ["true"]}]}', toml=False) == {"tasks": [task]}
    toml = b'# a comment with a " and a #\n[[task]]\nname = "a"\ncommand = [\n  "true",\n]\n'
    assert decoded(toml, toml=False) == decoded(toml, toml=True) == {"task": [task]}
    lines = (
        b'\xef\xbb\xbf{"type":"plan","retries":2}\n{"type":"task","name":"a","command":["true"]}\n\n{"type":"end"}\n'
    )
    assert decoded(lines, toml=False) == {"retries": 2, "tasks": [task]}
    assert decoded(b'{"type":"task","name":"a","command":["true"]}', toml=False) == {"tasks": [task]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"tasks": [1,\n2,]}', "line 2"),
        (b"[[task]\n", "line 1"),
        (b'{"tasks": [], "tasks": []}', "the key 'tasks' stands twice"),
        (b'{"type":"task"}\nrubbish\n', "line 2"),
        (b'{"type":"task"}\n{"type":"session"}\n', "line 2: a 'session' record"),
        (b"\xff\xfe{}", "utf-8"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_can_not_be_read_says_where(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        decoded(data, toml=False)


def test_a_file_that_is_not_there_or_not_right(tmp_path: Path) -> None:
    assert harness.run("tasks validate", tmp_path, "gone.toml").returncode == 66
    (tmp_path / "p.toml").write_text("[[task]]\nname = 1\n")
    done = harness.run("tasks run", tmp_path, "p.toml")
    assert (done.returncode, done.stdout) == (65, b"")
    assert b"p.toml: task '1': 'name' must be a text (and" in done.stderr
    (tmp_path / "p.json").write_text("{")
    assert harness.run("tasks run", tmp_path, "p.json").returncode == 65
