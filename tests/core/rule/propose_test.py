"""Proposals."""

from __future__ import annotations

import tomllib

from cctl.core.brain.decide import Decider
from cctl.core.rule.propose import Proposal, Seen, proposals, toml
from cctl.core.rule.rule import Rule, Rules
from tests.gate import FACTS, judge
from tests.judged import bash, parsed


def seen(command: str, session: int, allowed: bool | None = True) -> Seen:
    return Seen(bash(command), FACTS, f"s{session}", allowed)


def proposed(given: list[Seen]) -> list[Proposal]:
    def with_rule(rule: Rule) -> Decider:
        return Decider(judge(), "workspace", Rules([rule]))

    return proposals(given, Decider(judge(), "workspace"), with_rule)


def test_what_was_approved_again_and_again_is_worth_a_rule() -> None:
    given = [seen("acme status -v", at) for at in range(6)] + [seen("git push origin x", at % 3) for at in range(9)]
    found = proposed([*given, seen("acme status", 9, None)])
    assert [(each.rule.name, each.asks, each.also) for each in found] == [("git push", 9, 0), ("acme", 6, 1)]
    assert found[1].rule.when == {"program": ("acme",), "arg": ("status",)} and found[1].sessions == 6


def test_a_proposal_is_a_rule_that_can_be_pasted() -> None:
    [found] = proposed([seen("acme 'a\"b\\c' x", at) for at in range(6)])
    rules, problems = parsed(found.text)
    assert problems == [] and rules[0].when == found.rule.when and rules[0].action == "allow"
    assert tomllib.loads(toml(Rule('q"\n', "deny", {"arg": ("\x1b",)}, {})))["rules"][0]["arg"] == "\x1b"


def test_nothing_is_proposed_from_one_session_over_a_denial_or_over_a_ceiling() -> None:
    assert proposed([seen("acme x", 1) for _ in range(9)]) == []
    assert proposed([*(seen("acme x", at) for at in range(9)), seen("acme y", 10, False)]) == []
    for command in ("sudo ls", "git reset --hard", "gh pr create", "cat ~/.ssh/id_rsa", "$X run", "acme $X", "ls"):
        assert proposed([seen(command, at) for at in range(9)]) == [], command
    assert proposed([seen(f"acme word{at}", at) for at in range(40)]) == []


def test_a_rule_that_would_have_let_a_denied_call_through_is_not_proposed() -> None:
    given = [seen("git push origin x", at) for at in range(9)]
    assert proposed(given) != []
    assert proposed([*given, seen("git push origin main", 3, False)]) == []
