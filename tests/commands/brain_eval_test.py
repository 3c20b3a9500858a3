"""`cctl brain eval`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract import harness


def test_the_shipped_scenarios_come_out_as_expected(tmp_path: Path) -> None:
    done = harness.run("brain eval", tmp_path)
    found = harness.records(done.stdout)[:-1]
    assert done.returncode == 0 and len(found) >= 400 and all(each["passed"] for each in found)
    assert harness.records(harness.run("brain eval", tmp_path, "--failed").stdout)[0]["type"] == "end"


def test_a_failing_scenario_fails_the_job(tmp_path: Path) -> None:
    lines = [{"command": "ls", "expect": "approve"}, {"command": "ls", "expect": "deny"}]
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    done = harness.run("brain eval", tmp_path, "s.jsonl", "--failed")
    [found] = harness.records(done.stdout)[:-1]
    assert done.returncode == 10 and found["src"] == {"path": "s.jsonl", "line": 2}


def test_scenarios_of_the_original_are_read_and_nonsense_is_told_and_fails(tmp_path: Path) -> None:
    theirs = {"name": "n", "expected_action": "deny", "session": {"pending_tool": "Bash", "pending_input": "rm -rf /"}}
    (tmp_path / "theirs.json").write_text(json.dumps(theirs, indent=2))
    assert harness.run("brain eval", tmp_path, "theirs.json").returncode == 0
    (tmp_path / "bad.jsonl").write_text('{"command":"ls","expect":"approve"}\n{"x":1}\nrubbish\n')
    done = harness.run("brain eval", tmp_path, "bad.jsonl")
    assert done.returncode == 10 and [
        each["src"]["line"] for each in harness.records(done.stdout) if each["type"] == "error"
    ] == [2, 3]
    (tmp_path / "none.jsonl").write_text("")
    assert harness.run("brain eval", tmp_path, "none.jsonl").returncode == 20
    assert harness.run("brain eval", tmp_path, "gone.jsonl").returncode == 66


def test_the_rules_that_hold_here_count_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/rules.toml").write_text("[rules.a]\nprogram='ls'\naction='deny'\n")
    (tmp_path / "s.jsonl").write_text('{"command":"ls","expect":"deny"}\n')
    assert harness.run("brain eval", tmp_path, "s.jsonl").returncode == 10
    assert harness.run("brain eval", tmp_path, "s.jsonl", "--with-rules").returncode == 0
