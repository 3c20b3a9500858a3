"""`cctl resume`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract import harness
from tests.host.live.home import S1, Home

LATER: dict[str, Any] = {"CCTL_NOW": "2026-06-01T10:05:00Z"}


def test_the_command_and_its_cost_are_shown(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.answer({"type": "text", "text": "done"}, stop="end_turn"))
    done = harness.run("resume", tmp_path, S1[:-1], "--", "-p", "go on", **LATER)
    [record] = harness.records(done.stdout)
    assert record["argv"] == ["claude", "--resume", S1, "-p", "go on"]
    assert record["context_tokens"] == 12_012 and record["cost_usd"] > 0 and record["cwd"] == "/p"


def test_a_gate_on_the_cost_and_errors(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.answer({"type": "text", "text": "done"}, stop="end_turn"))
    assert harness.run("resume", tmp_path, S1, "--max-usd", "0.000001", "--yes", **LATER).returncode == 11
    assert harness.run("resume", tmp_path, S1, "--max-usd", "5", **LATER).returncode == 0
    assert harness.run("resume", tmp_path, "nobody").returncode == 66
    gone = harness.run("resume", tmp_path, S1, "--yes", **LATER)  # its folder, /p, isn't there
    assert gone.returncode == 66 and b"/p" in gone.stderr and gone.stdout == b""


def test_it_is_started_where_it_was(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(cwd=str(tmp_path)))
    program = tmp_path / "bin" / "claude"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\npwd; echo "$@"\n')
    program.chmod(0o755)
    done = harness.run("resume", tmp_path, S1, "--yes", PATH=f"{program.parent}:/usr/bin:/bin", **LATER)
    assert done.stdout.decode().splitlines() == [str(tmp_path), f"--resume {S1}"]
