"""A team's policy."""

from __future__ import annotations

import tomllib
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.rule.read import Source
from cctl.core.rule.rule import Rules
from cctl.core.rule.team import Team, stricter, team
from tests.gate import FACTS, PROJECT, judge
from tests.judged import bash, known

TEXT = """
policy = "readonly"
[deny]
commands = ["terraform apply", "DROP TABLE"]
tools = ["WebFetch"]
[[rules]]
name = "pushes"
program = "git"
subcommand = "push"
action = "ask"
"""


def read(text: str) -> tuple[Team, list[str]]:
    found, wrong = team(Source("team", ".cctl/policy.toml@HEAD", text, tomllib.loads(text)), known())
    return found, [f"{each.line}: {each.message}" for each in wrong]


def test_the_tables_of_the_original_become_rules_with_its_names() -> None:
    found, wrong = read(TEXT)
    assert wrong == [] and found.policy == "readonly"
    assert [rule.name for rule in found.rules] == ["policy:cmd:0", "policy:cmd:1", "policy:tool:0", "pushes"]
    assert {rule.layer for rule in found.rules} == {"team"} and found.rules[0].line == 4


def test_a_team_denies_by_text_in_any_tool_and_by_tool() -> None:
    decider = Decider(judge(), "workspace", Rules(read(TEXT)[0].rules), mode="off")

    def says(call: dict[str, Any]) -> tuple[object, object]:
        verdict = decider.decide(call, FACTS)
        return verdict["decision"], verdict.get("rule")

    assert says(bash("cd x && Terraform   apply")) == ("deny", "policy:cmd:0")
    write = {"tool": "Write", "input": {"file_path": f"{PROJECT}/a.sql", "content": "drop table x"}, "cwd": PROJECT}
    assert says(write) == ("deny", "policy:cmd:1")
    assert says({"tool": "webfetch", "input": {"url": "https://x.org"}, "cwd": PROJECT}) == ("deny", "policy:tool:0")
    assert says(bash("git -C x push origin main")) == ("ask", "pushes")
    assert says(bash("ls")) == ("abstain", None)


def test_mistakes_are_told() -> None:
    assert read("policy = 'reedonly'")[1] == ['1: no policy is called "reedonly" (did you mean "readonly"?)']
    assert "did you mean" in read("[deny]\ncomands = ['x']")[1][0]
    assert "expected a list" in read("[deny]\ncommands = ''")[1][0]
    assert read("deny = 3")[1] == ["1: deny: expected a table"]
    assert 'unknown key "dney"' in read("[dney]\ncommands = []")[1][0]


def test_the_stricter_policy_holds() -> None:
    assert stricter("workspace", "readonly") == "readonly" == stricter("readonly", "workspace")
    assert stricter("locked", "readonly") == "locked" and stricter("", "locked") == "locked" == stricter("locked", "")
