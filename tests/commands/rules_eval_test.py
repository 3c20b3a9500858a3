"""`cctl rules eval`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.brain_decide_test import call
from tests.contract import harness


def rules(home: Path, text: str) -> str:
    path = home / "r.toml"
    path.write_text(text)
    return str(path)


def test_what_no_rule_speaks_of_is_left_open(tmp_path: Path) -> None:
    path = rules(tmp_path, "[rules.a]\nprogram = 'rm'\naction = 'deny'\n")
    done = harness.run("rules eval", tmp_path, "--rules", path, stdin=call("ls") + call("rm x"))
    said = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert [(each["decision"], each["by"]) for each in said] == [("abstain", "default"), ("deny", "rule")]
    assert said[1]["src"] == {"path": path, "line": 1}


def test_a_policy_can_be_put_under_the_rules(tmp_path: Path) -> None:
    path = rules(tmp_path, "[rules.a]\nprogram = 'acme'\naction = 'approve'\n")
    done = harness.run(
        "rules eval", tmp_path, "--rules", path, "--policy", "readonly", stdin=call("acme") + call("rm x")
    )
    assert [json.loads(line)["verdict"]["decision"] for line in done.stdout.splitlines()] == ["allow", "ask"]


def test_a_mistake_in_the_rules_ends_it_with_the_line(tmp_path: Path) -> None:
    path = rules(tmp_path, "[rules.a]\nprogram = 'rm'\nacton = 'deny'\n")
    done = harness.run("rules eval", tmp_path, "--rules", path, stdin=call("ls"))
    assert done.returncode == 78 and done.stdout == b""
    assert b"r.toml:3: a: unknown key" in done.stderr or b"r.toml:1: a: has no action" in done.stderr
    assert harness.run("rules eval", tmp_path, "--rules", "gone.toml", stdin=call("ls")).returncode == 66
