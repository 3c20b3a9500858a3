"""`--control` from its options."""

from __future__ import annotations

import os
from pathlib import Path

from tests.contract import harness


def test_a_prompt_and_good_rules_are_needed(tmp_path: Path) -> None:
    words = ("--control", "--dry-run")
    done = harness.run("run", tmp_path, *words, "--", "claude", "-p", "--model", "m")
    assert done.returncode == 2 and b"needs a prompt" in done.stderr
    done = harness.run("run", tmp_path, *words, "--", "make")
    assert done.returncode == 2 and b"only `claude`" in done.stderr
    (tmp_path / "bad.toml").write_text("[rules.a]\nacton = 'deny'\n")
    done = harness.run("run", tmp_path, *words, "--rules", "bad.toml", "--", "claude", "-p", "x")
    assert done.returncode == 78


def test_the_prompt_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "prompt").write_text("from a file")
    program = tmp_path / "claude"
    program.write_text('#!/bin/sh\nread first; read second; echo "$second" > said\necho \'{"type":"result"}\'\n')
    program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = harness.run("run", tmp_path, "--control", "--stdin", "prompt", "--", "claude", PATH=path)
    assert done.returncode == 0 and '"content":"from a file"' in (tmp_path / "said").read_text()
