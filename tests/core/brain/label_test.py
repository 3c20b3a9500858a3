"""Labels: what counts as an answer and what doesn't; each defect of learning from oneself among the cases."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.brain.label import Label, labels, stamped
from cctl.core.brain.sign import project_id
from cctl.core.moment import epoch_ms, stamp
from tests.gate import PROJECT
from tests.learning import SIGN, TERMS, label

BASE = epoch_ms("2026-11-20T12:00:00.000Z")


def at(seconds: float) -> str:
    return stamp(BASE + int(seconds * 1000))


def decision(
    decided: str = "ask", by: str = "policy", *, id: str = "c", seconds: float = 0, **more: Any
) -> dict[str, Any]:
    told = {
        "event": "decision",
        "ts": at(seconds),
        "id": id,
        "session": "s",
        "sign": SIGN,
        "facts": {"project": PROJECT},
    }
    return told | {"verdict": {"decision": decided, "by": by} | more.pop("verdict", {})} | more


def event(kind: str, seconds: float = 1, **more: Any) -> dict[str, Any]:
    return {"event": kind, "ts": at(seconds), "call": "c", "session": "s"} | more


def found(*events: dict[str, Any]) -> list[tuple[str, bool, float]]:
    return [(each.source, each.allow, each.weight) for each in labels(events, TERMS)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([decision(), event("dialog"), event("outcome", 5)], [("dialog", True, 1.0)]),
        ([decision("abstain"), event("dialog"), event("outcome", 5, failed=True)], [("dialog", True, 1.0)]),
        ([decision(), event("dialog"), event("rejected", 5, by="human")], [("rejected", False, 1.0)]),
        ([decision(), event("dialog"), event("rejected", 5, by="human", said=True)], [("rejected", False, 2.0)]),
        ([decision(), event("dialog"), event("interrupted", 5)], [("interrupted", False, 1.0)]),
        ([decision("allow", "brain"), event("interrupted", 9)], [("interrupted", False, 3.0)]),
        ([decision("allow", "brain"), event("outcome", 5), event("correction", 9, answer="deny")],
         [("correction", False, 3.0)]),
        ([decision("deny"), event("correction", 9, answer="allow")], [("correction", True, 3.0)]),
    ],
)  # fmt: skip
def test_what_a_human_answered(events: list[dict[str, Any]], expected: list[tuple[str, bool, float]]) -> None:
    assert found(*events) == expected


@pytest.mark.parametrize(
    "events",
    [
        [decision("allow", "brain"), event("outcome")],  # its own verdict, and nothing happened
        [decision("deny"), event("outcome")],
        [decision()],
        [decision(), event("outcome")],  # the client let it through without asking
        [decision(), event("dialog")],  # nobody answered yet
        [decision(), event("dialog"), event("rejected", by="hook")],  # refused by a program
        [decision(), event("dialog"), event("rejected", by="unknown")],
        [decision("allow", "policy"), event("interrupted", 5)],
        [decision("allow", "brain"), event("interrupted", 11)],  # too late to be about it
        [decision("allow", "brain"), event("outcome", 5), event("interrupted", 9)],
        [decision(), event("dialog"), event("interrupted", 5, session="other")],
        [event("outcome"), event("rejected", by="human"), event("correction", answer="deny"), event("dialog")],
        [{"event": "certificate"}, {"event": "__init__"}, {"event": 7}, {}],
    ],
)
def test_what_is_no_answer(events: list[dict[str, Any]]) -> None:
    assert found(*events) == []


def test_an_answer_counts_once_however_often_it_is_told() -> None:
    events = [decision(), decision("allow", "brain"), event("dialog"), event("outcome", 5), event("outcome", 6)]
    events += [event("rejected", 7, by="human"), event("interrupted", 8)]
    assert found(*events) == [("dialog", True, 1.0)]


def test_a_dialog_without_an_id_is_joined_by_content_oldest_first_within_the_hour() -> None:
    twice = [decision(id="a", digest="d"), decision(id="b", digest="d", seconds=1)]
    told = [event("dialog", 2, call="", digest="d"), event("dialog", 3, call="", digest="d")]
    made = labels([*twice, *told, event("outcome", 4, call="b"), event("rejected", 5, call="a", by="human")], TERMS)
    assert [(each.call, each.allow) for each in made] == [("b", True), ("a", False)]
    late = event("dialog", 4000, call="", digest="d")
    assert labels([twice[0], late, event("outcome", 4001, call="a")], TERMS) == []


def test_a_label_tells_what_it_is_about() -> None:
    [made] = labels([decision(verdict={"audit": True}), event("dialog"), event("outcome", 5, ms=3000)], TERMS)
    assert made == Label(
        "c", SIGN, project_id(PROJECT), "s", BASE + 2000, True, 1.0, "dialog", True, False, "policy", "ask", 1000
    )


def test_projects_of_one_name_are_two() -> None:
    one, other = (decision(id=each, facts={"project": f"/{each}/api"}) for each in "ab")
    told = [event(kind, 1 + 10 * at, call=each) for at, each in enumerate("ab") for kind in ("dialog", "outcome")]
    assert len({each.project for each in labels([one, other, *told], TERMS)}) == 2


def test_answers_that_can_not_have_been_read_are_marked_and_never_counted() -> None:
    slow = [label(at, ms=BASE + at * 5000) for at in range(3)]
    assert not any(each.stamp for each in stamped(slow, TERMS))
    pair = stamped([label(0, ms=BASE), label(1, ms=BASE + 399), label(2, ms=BASE + 2000)], TERMS)
    assert [each.stamp for each in pair] == [False, True, False] and not pair[1].counts and pair[1].weight == 0.2
    burst = stamped([label(at, ms=BASE + at * 700) for at in range(6)], TERMS)
    assert all(each.stamp for each in burst)
    denials = stamped([label(at, ms=BASE + at, allow=False) for at in range(6)], TERMS)
    assert not any(each.stamp for each in denials)


def test_implied_answers_are_ranked_low_and_certify_nothing() -> None:
    told = event("implied", sign=SIGN, project="p", answer="allow")
    [made] = labels([told], TERMS)
    assert (made.weight, made.counts, made.allow) == (0.3, False, True)


def test_a_rejection_that_was_found_late_counts_from_when_it_was_given() -> None:
    [late] = labels([decision(), event("dialog"), event("rejected", 9000, by="human", at=at(5))], TERMS)
    assert late.ms == BASE + 5000
    [forged] = labels([decision(seconds=10), event("dialog", 11), event("rejected", 20, by="human", at=at(5))], TERMS)
    assert forged.ms == BASE + 20_000


def test_a_correction_that_is_said_again_counts_once() -> None:
    said = [event("correction", at, answer="allow") for at in range(1, 300)]
    assert len(found(decision(), *said)) == 1
    assert [each[1] for each in found(decision(), *said, event("correction", 301, answer="deny"), *said)] == [
        True, False, True,
    ]  # fmt: skip


def test_what_is_answered_as_soon_as_it_is_asked_was_not_read() -> None:
    """Another hook, or whoever types into the terminal for its human."""
    [quick] = labels([decision(), event("dialog", 1), event("outcome", 1.2)], TERMS)
    assert quick.stamp and not quick.counts
    [slow] = labels([decision(), event("dialog", 1), event("outcome", 4, ms=1000)], TERMS)
    assert not slow.stamp and slow.waited_ms == 2000
    [odd] = labels([decision(), event("dialog", 1), event("outcome", 4, ms=10**40)], TERMS)
    assert odd.ms == BASE + 4000


def test_a_signature_that_no_analyser_makes_is_none() -> None:
    answered = event("dialog"), event("outcome", 5)
    for sign in ("a\tT1\n=*\tBash sudo rm [PRIV]", ["x"], "x" * 1000):
        [each] = labels([decision(sign=sign), *answered], TERMS)
        assert each.sign == ""
    [old] = labels([decision(sv=0), *answered], TERMS)
    assert old.sign == "", "of another version of signatures"


def test_an_opinion_counts_only_if_it_came_before_the_answer() -> None:
    llm = {"adviser": "llm-1", "verdict": "allow"}
    [logged] = labels([decision(llm=llm), event("dialog"), event("outcome", 5)], TERMS)
    [asked] = labels([decision(), event("opinion", 2, **llm), event("dialog"), event("outcome", 5)], TERMS)
    [late] = labels([decision(), event("dialog"), event("outcome", 5), event("opinion", 6, **llm)], TERMS)
    [other] = labels([decision(llm=llm | {"verdict": "ask"}), event("dialog"), event("outcome", 5)], TERMS)
    assert [each.adviser for each in (logged, asked, late, other)] == ["llm-1", "llm-1", "", ""]
    for name in ("llm-1\n=*\tBash sudo rm\tT1", "T1", "llm-", "llm-" + "1" * 99, None, ["llm-1"]):
        [odd] = labels([decision(llm=llm | {"adviser": name}), event("dialog"), event("outcome", 5)], TERMS)
        assert odd.adviser == ""
