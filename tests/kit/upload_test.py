"""Only through an installed asciinema, only the redacted cast."""

from __future__ import annotations

import json

from tests.cctl_run import cctl
from tests.staged import story


def fake(folder, script):
    folder.mkdir()
    program = folder / "asciinema"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_the_cast_is_handed_over_and_its_place_told(tmp_path):
    path = fake(tmp_path / "bin", 'echo "$1 $2" > asked; echo https://example.com/a/1')
    done = cctl(
        "record", "-", "-o", "a.gif", "-o", "a.cast", "--upload", home=tmp_path, stdin=story().records, PATH=path
    )
    last = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0 and (last["action"], last["reason"]) == ("upload", "https://example.com/a/1")
    assert (tmp_path / "asked").read_text() == "upload a.cast\n"


def test_a_failure_is_told(tmp_path):
    path = fake(tmp_path / "bin", "echo no network >&2; exit 1")
    done = cctl("record", "-", "-o", "a.cast", "--upload", home=tmp_path, stdin=story().records, PATH=path)
    assert done.returncode == 69 and json.loads(done.stdout.splitlines()[-1])["reason"] == "no network"
