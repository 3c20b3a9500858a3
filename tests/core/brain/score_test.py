"""The scorecard."""

from __future__ import annotations

from typing import Any

from cctl.core.brain.ladder import Ladder, Trial
from cctl.core.brain.score import missing, scorecard, standing
from tests.gate import judge
from tests.learning import DAY, START, TERMS, label

MATRIX = judge().matrix


def event(decision: str, by: str = "policy", effects: tuple[str, ...] = ("INFO",), **more: Any) -> dict[str, Any]:
    return {"event": "decision", "verdict": {"decision": decision, "by": by, "effects": list(effects)}} | more


def test_decisions_are_counted_by_the_last_word_with_intervals() -> None:
    events = [event("allow"), event("allow", "rule", ("EXEC_PROJECT",)), event("ask"), event("deny", ms=9.0),
              {"event": "dialog"},
              event("allow", answer={"decision": "deny", "by": "budget"}, ms=3.0)]  # fmt: skip
    card = scorecard(events, [], MATRIX, 3.0, 7)
    assert (card["decisions"], card["allow"], card["ask"], card["deny"]) == (5, 2, 1, 2)
    assert card["by"] == {"budget": 1, "policy": 3, "rule": 1} and card["learnt"] == 7
    assert card["auto_ratio"] == 0.8 and card["auto_interval"][0] < 0.8 < card["auto_interval"][1]
    assert card["saved_s"] == 3.0 and (card["p50_ms"], card["slowest_ms"]) == (3.0, 9.0)


def test_answers_tell_what_was_wrongly_allowed_and_denied() -> None:
    labels = [
        label(1), label(2, allow=False), label(3, stamp=True), label(4, source="implied"),
        label(5, audit=True), label(6, audit=True, allow=False),
        label(7, allow=False, source="correction", decided="allow"), label(8, source="correction", decided="deny"),
    ]  # fmt: skip
    card = scorecard([], labels, MATRIX, 3.0, 0)
    assert (card["answers"], card["approvals"], card["denials"], card["stamps"]) == (6, 3, 3, 1)
    assert (card["false_allow"], card["false_deny"], card["false_allow_ratio"]) == (2, 1, 0.5)
    assert "taken back" in card["warning"] and "auto_ratio" not in card and card["decisions"] == 0


def test_approvals_that_nobody_reads_are_warned_of() -> None:
    labels = [label(at, stamp=at % 2 == 0) for at in range(30)]
    assert "15 of 30 approvals" in scorecard([], labels, MATRIX, 3.0, 0)["warning"]
    assert "warning" not in scorecard([], [label(at) for at in range(30)], MATRIX, 3.0, 0)


def test_a_tier_says_how_far_it_is_to_a_certificate() -> None:
    ladder = Ladder("T1", TERMS)
    assert missing(ladder, TERMS) == 200 and missing(Ladder("T2", TERMS), TERMS) == 800
    for at in range(150):
        ladder.add(Trial(f"s{at}", "p", START + at, at == 3, False))
    told = standing(ladder, TERMS, START)
    assert (told["held"], told["answers"], told["errors"], told["missing"]) == (False, 150, 1, 50)
    for at in range(150, 200):
        ladder.add(Trial(f"s{at}", "p", START + at, False, False))
    told = standing(ladder, TERMS, START + DAY)
    assert told["held"] and told["level"] == 0.05 and told["upper"] < 0.05 and told["id"].startswith("cert-")
    assert told["audit_ratio"] == 0.1
    ladder.lapse(ladder.until_ms)
    assert "60 days" in standing(ladder, TERMS, START)["ended"]
