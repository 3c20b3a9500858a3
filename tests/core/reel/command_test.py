"""What a command line is to a viewer."""

from __future__ import annotations

import pytest

from cctl.core.reel.command import command_line, committed, read
from tests.taste import TASTE


@pytest.mark.parametrize(
    ("line", "kind", "key"),
    [
        ("pytest -q", "test", "test"),
        ("cd x && python -m pytest -q 2>&1 | tail -5", "test", "test"),
        ("FOO=1 timeout 60 uv run pytest", "test", "test"),
        (".venv/bin/pytest -q", "test", "test"),
        ("npm run test -- --watch=false", "test", "test"),
        ("cargo clippy", "check", "cargo clippy"),
        ("npx tsc --noEmit", "check", "tsc"),
        ("git add -A && git commit -m 'x'", "commit", "git commit"),
        ("ls -la | head", "trivial", "ls"),
        ("git status", "trivial", "git status"),
        ("docker build .", "", "docker build"),
        ("cat a && make deploy", "", "make deploy"),
        ("", "trivial", ""),
    ],
)
def test_kinds(line, kind, key):
    found = read({"command": line}, TASTE.commands)
    assert (found.kind, found.key) == (kind, key)


def test_the_shapes_that_clients_use():
    assert command_line({"cmd": "ls"}) == "ls"
    assert command_line({"command": ["bash", "-lc", "ls -l"]}) == "ls -l"
    assert command_line({"command": ["ls", "-l"]}) == "ls -l"
    assert command_line({"command": 3}) == ""


def test_commits():
    assert committed("[main (root-commit) 1a2b3c4d5e6f] Start\n 1 file") == ("1a2b3c4d5", "Start")
    assert committed("nothing to commit") is None
