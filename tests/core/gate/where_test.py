"""Conditions."""

from typing import Any

import pytest

from cctl.core.gate.where import condition, spoken
from cctl.core.gate.where import test as holds
from cctl.records.errors import UsageError

RECORD: dict[str, Any] = {
    "type": "call",
    "cost_usd": 0.5,
    "ts": "2026-06-20T08:00:00.000Z",
    "severity": "warning",
    "verdict": {"decision": "deny", "trail": [{"layer": "rule"}, {"layer": "brain"}]},
    "tools": ["Bash", "Read"],
    "error": True,
    "empty": None,
    "count": 9007199254740993,
}


@pytest.mark.parametrize(
    "text",
    [
        "cost_usd > 0.4",
        "cost_usd>=.5",
        "cost_usd = 5e-1",
        "cost_usd != abc",
        "ts >= 2026-06-20",
        "ts < 2026-06-21",
        "severity >= info",
        "severity < critical",
        "severity = 'warning'",
        "verdict.decision == deny",
        "verdict.decision > allow",
        "verdict.trail.layer = brain",
        "verdict.trail.layer != rule",
        "tools = Read",
        "tools ~ ^Ba",
        "type ~ a",
        "error = true",
        "error != false",
        "count = 9007199254740993",
    ],
)
def test_what_holds(text: str) -> None:
    assert holds(spoken(text))(RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "cost_usd > 0.5",
        "cost_usd > abc",
        "missing = 1",
        "missing != 1",
        "verdict = deny",
        "verdict.decision.x = deny",
        "severity > warning",
        "tools = Ba",
        "error > 0",
        "error = 1",
        "empty = null",
        "empty != 5",
        "ts ~ ^x",
        "cost_usd ~ 5",
        "count = 9007199254740992",
    ],
)
def test_what_doesnt_hold(text: str) -> None:
    assert not holds(spoken(text))(RECORD)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", "=", "1"), "is no field"),
        (("a..b", "=", "1"), "is no field"),
        (("a", "===", "1"), "unknown operator"),
        (("a", "~", "("), "no regular expression"),
        (("severity", ">=", "dreadful"), "is no severity; one of info, warning, critical"),
        (("verdict.decision", "=", "denied"), "one of abstain, allow, ask, deny"),
    ],
)
def test_a_bad_condition_is_one_clear_line(words: tuple[str, str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        condition(*words)


@pytest.mark.parametrize("text", ["", "cost_usd", "cost_usd 5", "> 5", "a b = c"])
def test_text_that_is_no_condition(text: str) -> None:
    with pytest.raises(UsageError, match="is no condition"):
        spoken(text)


def test_a_condition_says_itself() -> None:
    assert str(spoken("a.b>='x y'")) == "a.b >= x y"
    assert condition(".a", "=", " x") == ("a", "=", " x")


@pytest.mark.parametrize("text", ["turns >", "cost_usd <= ", "cost_usd < ''"])
def test_an_order_needs_something_to_compare_with(text: str) -> None:
    with pytest.raises(UsageError, match="compares with nothing"):
        spoken(text)
    assert spoken("title = ''").value == ""
