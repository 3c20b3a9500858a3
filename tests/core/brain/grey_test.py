"""What a model's opinion may and may not make of a verdict."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.brain import grey
from cctl.core.brain.decide import Decider
from cctl.core.brain.learn import Learning
from cctl.core.brain.memory import Memory
from cctl.core.brain.opinion import Opinion
from tests.gate import FACTS, judge
from tests.judged import bash
from tests.learning import DAY, START, TERMS, label

ADVISER = "llm-1"
ALLOW = Opinion("allow", "VCS_REMOTE", "a push to a branch")
NOW = START + 100 * DAY


def earned(answers: int = 1100, denied: int = 0, adviser: str = ADVISER) -> Memory:
    """A memory after so many answers to calls that a model would have allowed."""
    made = Learning(TERMS)
    for at in range(answers):
        allow = at % 7 != 0 or at // 7 >= denied
        sign = f"Bash tool{at} [VCS_REMOTE]"
        made.feed(label(at, ms=START + at * DAY // 12, sign=sign, allow=allow, adviser=adviser))
    return Memory(made.text("t", ("f", 1, "h"), NOW), b"k", NOW, "t")


def word(memory: Memory | None, opinion: Opinion = ALLOW, adviser: str = ADVISER, **more: Any) -> dict[str, Any]:
    decider = Decider(judge(), more.pop("policy", "workspace"), None, memory, "auto")
    call = bash(more.pop("command", "git push origin topic"), id=more.pop("id", "c1"))
    survey = decider.judge.survey(call, FACTS)
    return grey.answer(opinion, grey.covered(decider, call, survey, opinion, adviser, TERMS.tier_effects))


@pytest.mark.parametrize(
    ("command", "policy", "asked"),
    [
        ("git push origin topic", "workspace", True),
        ("acme status", "workspace", True),
        ("git push origin topic", "locked", False),
        ("ls", "workspace", False),
        ("rm -rf /", "workspace", False),
        ("sudo ls", "workspace", False),
        ("git push && sudo ls", "workspace", False),
        ("cat ~/.ssh/id_rsa", "workspace", False),
        ('echo "unclosed', "workspace", False),
    ],
)
def test_only_what_could_be_learnt_is_asked_about(command: str, policy: str, asked: bool) -> None:
    decider = Decider(judge(), policy)
    assert grey.in_grey(decider, decider.decide(bash(command), FACTS)) is asked


@pytest.mark.parametrize("by", ["rule", "brain", "error", "deadline", "self"])
def test_an_ask_of_anybody_else_is_for_its_human(by: str) -> None:
    decider = Decider(judge(), "workspace")
    assert not grey.in_grey(decider, decider.decide(bash("git push"), FACTS) | {"by": by})


def test_without_a_certificate_an_allow_is_a_note() -> None:
    assert word(None) == {} and word(earned(300)) == {}
    before = Decider(judge(), "workspace").decide(bash("git push"), FACTS)
    after = grey.advised(before, ALLOW, {})
    assert after["decision"] == "ask" and after["note"] == ALLOW.note and after["trail"][-1]["layer"] == "llm"


def test_an_allow_counts_under_a_certificate_of_that_model_asked_in_that_way() -> None:
    memory = earned()
    made = word(memory)
    assert (made["decision"], made["by"]) == ("allow", "llm") and made["certificate"].startswith("cert-")
    assert word(memory, adviser="llm-2") == {}, "another model, or another prompt"
    assert word(memory, Opinion("deny", "VCS_REMOTE", "")) == {} == word(memory, Opinion("ask", "VCS_REMOTE", ""))


def test_some_of_its_allows_are_asked_all_the_same() -> None:
    memory = earned()
    made = [word(memory, id=f"c{at}") for at in range(400)]
    audits = sum(each.get("audit", False) for each in made)
    assert all(each["decision"] == ("ask" if each.get("audit") else "allow") for each in made)
    assert 4 <= audits <= 60


def test_its_mistakes_keep_it_from_one() -> None:
    assert word(earned(denied=12)) == {}


def test_what_a_certified_model_allows_teaches_nobody() -> None:
    made = Learning(TERMS)
    made.allowed({"event": "opinion", "ts": "2026-11-20T12:00:00.000Z", "adviser": ADVISER, "verdict": "allow",
                  "sign": "Bash x [VCS_REMOTE]", "decision": "allow", "by": "llm"})  # fmt: skip
    assert made.counted["labels"] == 0 and made.ladders[f"T2 {ADVISER}"].covered == 1
    assert made.ladders["T2"].covered == 0
