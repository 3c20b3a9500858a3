"""Scenarios."""

from __future__ import annotations

import tomllib

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.brain.scenario import Unreadable, built_in, case
from cctl.core.rule.case import judged
from cctl.host.data import shipped
from tests.gate import judge


def test_ours_are_calls_or_commands() -> None:
    one = case({"command": "ls", "expect": "approve"}, "f", 3)
    assert (one.name, one.expect, one.call["input"], one.line) == ("ls", "allow", {"command": "ls"}, 3)
    told = {
        "name": "n",
        "call": {"tool": "Read", "input": {"file_path": "a"}, "facts": {"home": "/h"}},
        "expect": "ask",
        "policy": "locked",
    }
    two = case(told, "f", 1)
    assert (two.name, two.policy) == ("n", "locked") and two.call["facts"]["home"] == "/h"


def test_the_originals_scenarios_are_understood() -> None:
    told = {
        "name": "force", "expected_action": "deny", "expected_confidence_min": 0.7,
        "session": {"status": "NeedsInput", "pending_tool": "Bash", "pending_input": "git push --force", "cost": 3.5},
    }  # fmt: skip
    found = case(told, "f", 1)
    assert found.call["input"] == {"command": "git push --force"} and found.expect == "deny"
    assert found.session == {"cost_usd": 3.5, "state": "needs_input"}
    read = told | {"expected_action": "approve", "session": {"pending_tool": "Read", "pending_input": "a.py"}}
    assert case(read, "f", 1).call["input"] == {"file_path": "a.py"}


@pytest.mark.parametrize(
    "told",
    [{}, {"expect": "ask"}, {"command": "ls"}, {"command": "ls", "expect": "send"}, {"call": 3, "expect": "ask"},
     {"expected_action": "approve"}, {"expected_action": "send", "session": {}}],
)  # fmt: skip
def test_what_can_not_be_understood_is_said(told: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        case(told, "f", 1)


def test_the_shipped_scenarios_come_out_as_expected() -> None:
    cases = list(built_in(tomllib.loads(shipped("scenarios.toml").decode()), "scenarios.toml"))
    found = list(judged(cases, lambda policy: Decider(judge(), policy or "workspace")))
    assert len(found) >= 400
    assert [(each.case.name, each.case.policy, each.verdict["decision"]) for each in found if not each.passed] == []
