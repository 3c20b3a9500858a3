"""Cases beside the rules."""

from __future__ import annotations

import tomllib

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.rule.case import Case, cases, judged
from cctl.core.rule.read import Source
from tests.gate import judge
from tests.judged import rules

RULES = "[[rules]]\nname='r'\nprogram='acme'\naction='approve'\n[rules_end]\n".replace("[rules_end]\n", "")


def read(text: str) -> tuple[list[Case], list[str]]:
    found, wrong = cases(Source("user", "r.toml", text, tomllib.loads(text)))
    return found, [f"{each.line}: {each.message}" for each in wrong]


def results(text: str) -> list[bool]:
    found, wrong = read(text)
    assert wrong == []
    return [each.passed for each in judged(found, lambda policy: Decider(judge(), policy or "workspace", rules(RULES)))]


def test_cases_pass_by_decision_and_by_rule() -> None:
    assert results(
        "[[test]]\ncommand='acme'\nexpect='approve'\nrule='r'\n"
        "[[test]]\ncommand='acme'\nexpect='allow'\nrule='other'\n"
        "[[test]]\ncommand='ls'\nexpect='deny'\n"
        "[[test]]\ncommand='npm install'\nexpect='ask'\npolicy='readonly'\n"
        "[[test]]\ntool='Write'\ninput={file_path='/etc/hosts'}\nexpect='ask'\n"
    ) == [True, False, False, True, True]


def test_a_case_says_where_it_happens_and_what_is_known() -> None:
    [case] = read(
        "[[test]]\ncommand='ls'\ncwd='/x'\nmode='plan'\nfacts={home='/h'}\nsession={cost_usd=3}\nexpect='none'"
    )[0]
    assert case.call["cwd"] == "/x" and case.call["mode"] == "plan" and case.session == {"cost_usd": 3}
    assert case.call["facts"] == {"home": "/h", "project": "/workspace/project", "files": "none"}
    assert (case.name, case.expect, case.line) == ("ls", "abstain", 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[test]]\ncommand='x'\nexpct='ask'", '1: test 1: unknown key "expct" (did you mean "expect"?)'),
        ("[[test]]\nexpect='ask'", "has neither a command nor a tool"),
        ("[[test]]\ncommand='x'", "expect: one of"),
        ("[[test]]\ncommand='x'\nexpect='aprove'", '(did you mean "approve"?)'),
        ("[[test]]\ncommand='x'\nexpect='ask'\nfacts=3", "facts: expected a table"),
        ("test = 3", "expected [[test]]"),
        ("test = [3]", "expected a table"),
    ],
)
def test_mistakes_are_told(text: str, told: str) -> None:
    assert any(told in each for each in read(text)[1])
