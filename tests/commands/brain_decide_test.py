"""`cctl brain decide`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract import harness
from tests.shared_data import shared

FACTS = {"home": "/home/test", "project": "/workspace/project", "files": "none"}


def call(command: str, **more: object) -> bytes:
    return harness.line("call", tool="Bash", input={"command": command}, cwd="/workspace/project", facts=FACTS, **more)


def test_the_record_comes_back_with_its_verdict(tmp_path: Path) -> None:
    given = call("rm -rf /", x_id="7") + harness.line("turn", id="t", prompt="x") + harness.line("end", of="cat")
    done = harness.run("brain decide", tmp_path, "--policy", "readonly", stdin=given)
    assert done.returncode == 0
    first, *rest = done.stdout.splitlines(keepends=True)
    assert b"".join(rest) == b"".join(given.splitlines(keepends=True)[1:])
    record = json.loads(first)
    assert list(record) == [*json.loads(given.splitlines()[0]), "verdict"] and record["x_id"] == "7"
    assert list(record["verdict"]) == ["decision", "by", "policy", "reason", "effects", "trail"]
    assert (record["verdict"]["decision"], record["verdict"]["policy"]) == ("deny", "readonly")


@pytest.mark.parametrize(("command", "code"), [("ls", 0), ("git push", 14), ("rm -rf /", 12)])
def test_the_gravest_verdict_is_the_status_when_asked_for(command: str, code: int, tmp_path: Path) -> None:
    given = call("ls") + call(command)
    assert harness.run("brain decide", tmp_path, "--exit-code", stdin=given).returncode == code
    assert harness.run("brain decide", tmp_path, stdin=given).returncode == 0


def test_the_configured_policy_holds_and_a_repository_may_only_tighten_it(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text("[brain]\npolicy = 'readonly'\n")
    seen = json.loads(harness.run("brain decide", tmp_path, stdin=call("ls")).stdout)
    assert seen["verdict"]["policy"] == "readonly"
    repo = tmp_path / "r"
    repo.mkdir()
    (repo / ".cctl.toml").write_text("[brain]\npolicy = 'workspace'\n")
    command = [sys.executable, "-P", "-m", "cctl", "brain", "decide"]
    done = subprocess.run(
        command,
        input=call("ls"),
        capture_output=True,
        cwd=repo,
        env=harness.environment(tmp_path),
        timeout=60,
        check=False,
    )
    assert done.returncode == 78 and b"may only tighten it" in done.stderr


@pytest.mark.shared
@pytest.mark.parametrize("policy", ["readonly", "workspace"])
def test_every_labelled_call_gets_a_verdict(policy: str, tmp_path: Path) -> None:
    labels, tool = shared("data/decisions-dev.jsonl"), shared("tools/score_decisions.py")
    calls = subprocess.run(
        [sys.executable, str(tool), "calls", str(labels)], capture_output=True, check=True, timeout=60
    )
    done = harness.run("brain decide", tmp_path, "--policy", policy, stdin=calls.stdout)
    said = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert len(said) == len(calls.stdout.splitlines())
    assert {verdict["decision"] for verdict in said} <= {"allow", "ask", "deny"}
    assert {verdict["by"] for verdict in said} <= {"policy", "self"}
