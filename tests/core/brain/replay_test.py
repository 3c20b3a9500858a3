"""Decisions made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.brain.memory import Certified, Memory, written
from cctl.core.brain.replay import Recorded, replayed
from cctl.core.brain.sign import project_id
from cctl.core.brain.write import written_down
from tests.core.brain.decide_test import PARTS
from tests.gate import FACTS, PROJECT, judge
from tests.judged import bash, rules

RULES = """
[rules.g]
program = 'git'
unless_subcommand = 'status'
action = 'ask'
message = 'careful'
[rules.a]
program = 'acme'
action = 'approve'
"""


def stored(call: dict[str, Any], decider: Decider) -> dict[str, Any]:
    event = written_down(decider, call, FACTS, decider.decide(call, FACTS), None, str)
    made = json.loads(json.dumps(event))
    assert isinstance(made, dict)
    return made


def same_rules(text: str) -> Any:
    held = rules(text) if text else None

    def make(event: Mapping[str, Any], memory: Recorded) -> Decider:
        return Decider(judge(), event["verdict"]["policy"], held, memory, event["brain"])  # type: ignore[arg-type]  # answers alike

    return make


@pytest.mark.parametrize("text", ["", RULES])
@pytest.mark.parametrize("policy", ["workspace", "readonly", "locked"])
def test_with_the_same_rules_every_decision_is_the_same_to_the_byte(text: str, policy: str) -> None:
    decider = Decider(judge(), policy, rules(text) if text else None)
    for at, command in enumerate(PARTS):
        event = stored(bash(command, id=f"c{at}", session="s"), decider)
        made = replayed(event, same_rules(text))
        assert made.same and not made.changed, (command, made.difference)
        assert json.dumps(made.now) == json.dumps(event["verdict"])


@pytest.mark.parametrize("share", [0, 1 << 32])
def test_what_a_memory_had_learnt_is_taken_from_the_log(share: int) -> None:
    tiers = [Certified("T2", "cert-1", "≤ 1 %", 0, 10, share)]
    text = written("t", ("", 0, ""), tiers, [(project_id(PROJECT), "Bash acme x [EXEC_UNKNOWN_PROGRAM]", "T2")])
    decider = Decider(judge(), "workspace", None, Memory(text, b"k", 5, "t"), "auto")
    call = bash("acme x", id="c")
    facts = FACTS | {"attended": True}
    event = written_down(decider, call, facts, decider.decide(call, facts), None, str)
    told = event["verdict"]
    assert isinstance(told, dict) and told["by"] == "brain" and (told["decision"] == "ask") is bool(share)
    assert replayed(event, same_rules("")).same


def test_other_rules_show_what_would_have_been_otherwise() -> None:
    event = stored(bash("git push"), Decider(judge(), "workspace"))
    made = replayed(event, same_rules("[rules.x]\nprogram='git'\naction='deny'"))
    assert not made.same and made.changed and made.difference == "decision"
    told = replayed(event, same_rules("[rules.x]\nprogram='git'\naction='ask'"))
    assert not told.same and not told.changed and told.difference == "by"


def test_what_can_not_be_replayed_is_said() -> None:
    event = stored(bash("git push"), Decider(judge(), "workspace"))
    cut = replayed(event | {"exact": False}, same_rules(""))
    assert cut.now is None and "redacted" in cut.skipped and not cut.same
    late = event | {"verdict": event["verdict"] | {"by": "deadline"}}
    assert replayed(late, same_rules("")).same and "deadline" in replayed(late, same_rules("")).skipped
    assert replayed({"event": "decision"}, same_rules("")).skipped
