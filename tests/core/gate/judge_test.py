"""The gate: what it counts, what it refuses to pass, which status it ends with."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.gate.judge import Gate
from cctl.core.gate.limit import Limits, dollars
from cctl.core.gate.where import spoken
from tests.core.stats.telling import OPUS, TABLE, spend

END = {"type": "end", "v": 1, "ts": "2026-06-20T09:00:00.000Z", "of": "cat", "records": 1, "errors": 0, "exit": 0}
PAID = spend("a", "2026-06-20T08:00:00.000Z", OPUS, 1000, cost_usd=0.005, src={"path": "/t/a.jsonl", "line": 7})


def judged(limits: Limits, *records: dict[str, Any], price: Any = None) -> dict[str, Any]:
    gate = Gate(limits, price)
    for record in records:
        gate.feed(record)
    (made,) = gate.finish("2026-01-01T00:00:00.000Z")
    assert made["exit"] == gate.status()
    assert made["passed"] is (gate.status() == 0)
    return made


def usd(text: str, **more: Any) -> Limits:
    return Limits(max_usd=dollars(text), **more)


def result(call: str, session: str = "s1", **more: Any) -> dict[str, Any]:
    return {
        "type": "result",
        "v": 1,
        "ts": "",
        "session": session,
        "agent": "claude",
        "call": call,
        "error": True,
        **more,
    }


def turn(id: str, session: str = "s1", **more: Any) -> dict[str, Any]:
    return {"type": "turn", "v": 1, "ts": "", "session": session, "agent": "claude", "id": id, "prompt": "x", **more}


def session(id: str, **more: Any) -> dict[str, Any]:
    return {"type": "session", "v": 1, "ts": "2026-06-20T08:00:00.000Z", "session": id, "agent": "claude", **more}


def stats(cost: float | None, tokens: int, **key: str) -> dict[str, Any]:
    record = {"type": "stats", "v": 1, "ts": "", "key": key, "responses": 1, "tokens": {"total": tokens}}
    return record if cost is None else {**record, "cost_usd": cost}


def test_a_pass_says_what_counted() -> None:
    assert judged(usd("5"), PAID, END) == {
        "type": "gate",
        "v": 1,
        "ts": "2026-06-20T09:00:00.000Z",
        "passed": True,
        "exit": 0,
        "breaches": [],
        "judged": 1,
        "cost_usd": 0.005,
        "tokens": 1000,
        "unpriced": 0,
        "sessions": 1,
    }


def test_a_breach_says_by_which_records() -> None:
    more = [spend(str(n), "2026-06-20T08:00:00.000Z", OPUS, n * 1000, cost_usd=n / 1000) for n in range(1, 8)]
    made = judged(usd("0.01"), PAID, *more)
    assert made["exit"] == 11
    assert made["breaches"] == [
        {
            "limit": "max-usd",
            "allowed": 0.01,
            "found": 0.033,
            "by": ["7", "6", "5", "a", "4"],
            "src": [{"path": "/t/a.jsonl", "line": 7}],
        }
    ]


def test_the_limit_itself_is_allowed() -> None:
    assert judged(usd("0.005"), PAID)["exit"] == 0
    assert judged(usd("0.004999999"), PAID)["exit"] == 11
    assert judged(Limits(max_tokens=1000), PAID)["exit"] == 0
    assert judged(Limits(max_tokens=999), PAID)["exit"] == 11


def test_a_response_counts_once() -> None:
    partial = spend("a", "2026-06-20T08:00:01.000Z", OPUS, 1000, 1, cost_usd=0.000025)
    assert judged(usd("0.005"), PAID, partial, PAID)["cost_usd"] == 0.005


@pytest.mark.parametrize(
    "limits", [usd("5"), Limits(max_tokens=5), Limits(max_errors=0), Limits(max_turns=1), Limits()]
)
def test_an_empty_stream_is_no_pass(limits: Limits) -> None:
    assert judged(limits)["exit"] == 20
    assert judged(limits, END)["exit"] == 20
    made = judged(limits, END, {"type": "error", "code": "bad_json"})
    assert (made["exit"], made["bad_records"]) == (20, 1)


def test_every_limit_needs_evidence_of_its_own() -> None:
    made = judged(Limits(max_usd=10**12, max_turns=5, max_errors=5), PAID)
    assert made["exit"] == 20
    assert "max-errors, max-turns" in made["breaches"][0]["message"]
    assert judged(usd("5"), turn("t"))["exit"] == 20
    assert judged(usd("5"), session("s1", project="/x"))["exit"] == 20
    assert judged(Limits(max_errors=0), turn("t"))["exit"] == 0
    assert judged(Limits(max_turns=0), session("s1", turns=0))["exit"] == 0
    assert judged(Limits(max_errors=0), session("s1", turns=0))["exit"] == 20


def test_the_end_is_needed_when_asked_for() -> None:
    limits = usd("5", require_end=True)
    assert judged(limits, PAID)["exit"] == 20
    assert judged(limits, PAID, END)["exit"] == 0
    assert judged(limits, PAID, END, PAID)["exit"] == 20  # a second stream that died
    assert judged(usd("5"), PAID)["exit"] == 0


def test_a_source_that_failed_never_passes() -> None:
    made = judged(usd("5"), PAID, END | {"exit": 66}, END)
    assert made["exit"] == 20
    assert made["breaches"] == [{"limit": "end", "allowed": 0, "found": 66, "by": [], "message": "cat failed"}]
    assert judged(usd("0.001"), PAID, END | {"exit": "x"})["exit"] == 20


def test_spend_without_a_sure_price_fails_or_warns() -> None:
    unknown = spend("u", "2026-06-20T08:00:00.000Z", "made-up", 10)
    made = judged(usd("5"), PAID, unknown)
    assert made["exit"] == 10
    assert made["breaches"] == [
        {"limit": "unpriced", "allowed": 0, "found": 1, "by": ["u"], "message": "responses have no known price"}
    ]
    assert (made["unpriced"], made["cost_usd"]) == (1, 0.005)
    warned = judged(usd("5", unpriced="warn"), PAID, unknown)
    assert (warned["exit"], warned["unpriced"]) == (0, 1)
    assert judged(usd("0.001"), PAID, unknown)["exit"] == 11
    assert "cost_usd" not in judged(usd("5", unpriced="warn"), unknown)
    assert judged(Limits(max_tokens=5000), unknown)["exit"] == 0


def test_estimates_are_no_sure_price_either() -> None:
    guessed = PAID | {"estimated": True}
    made = judged(usd("5"), guessed)
    assert (made["exit"], made["breaches"][0]["limit"], made["breaches"][0]["by"]) == (10, "estimated", ["a"])
    assert judged(usd("5", unpriced="warn"), guessed)["estimated"] is True


def test_a_price_table_prices_what_the_stream_leaves_open() -> None:
    bare = spend("a", "2026-06-20T08:00:00.000Z", OPUS, 1000)
    assert judged(usd("5"), bare)["exit"] == 10
    assert judged(usd("5"), bare, price=TABLE)["cost_usd"] == 0.005


def test_damaged_spend_is_no_pass() -> None:
    damaged = PAID | {"id": "b", "tokens": {"input": -5}}
    made = judged(usd("5"), PAID, damaged)
    assert (made["exit"], made["breaches"][0]["limit"], made["skipped"]) == (10, "unreadable", {"bad_spend": 1})
    assert judged(Limits(max_turns=5), turn("t"), damaged)["exit"] == 0


def test_nothing_counts_twice() -> None:
    whole = session("s1", cost_usd=3.0, tokens={"input": 9}, responses=2)
    other = session("s2", cost_usd=1.0, tokens={"input": 9, "total": 9}, responses=1)
    everything = [PAID, whole, other, stats(50, 999, day="2026-06-20"), stats(77, 999)]
    for order in permutations(everything):
        assert judged(usd("9"), *order)["cost_usd"] == 1.005
    assert judged(usd("9"), whole, stats(50, 999))["cost_usd"] == 3.0
    assert (
        judged(usd("9"), whole, whole | {"ts": "2026-06-20T09:00:00.000Z", "cost_usd": 4.0}, whole)["cost_usd"] == 4.0
    )
    assert judged(usd("99"), stats(2, 1, day="a"), stats(3, 1, day="b"), stats(5, 2))["cost_usd"] == 5.0
    assert judged(usd("99"), stats(2, 1, day="a"), stats(3, 1, day="b"))["cost_usd"] == 5.0
    assert judged(usd("99"), stats(2, 1, day="a"), stats(3, 1, day="b"), stats(4, 1, model="x"))["tokens"] == 2


def test_a_total_without_a_price_is_not_free() -> None:
    assert judged(usd("5"), stats(None, 5))["exit"] == 10
    assert judged(usd("5"), session("s1", tokens={"input": 5}))["exit"] == 10
    assert judged(usd("5"), session("s1", responses=0, cost_usd=0.0))["exit"] == 0


def test_limits_for_each_session() -> None:
    two = [PAID, spend("b", "2026-06-20T08:00:00.000Z", OPUS, 2000, session="s2", cost_usd=0.01)]
    assert judged(usd("0.012"), *two)["exit"] == 11
    assert judged(usd("0.012", each=True), *two)["exit"] == 0
    made = judged(usd("0.007", each=True), *two)
    assert [(each["session"], each["found"], each["by"]) for each in made["breaches"]] == [("s2", 0.01, ["b"])]


def test_errors_and_turns() -> None:
    errors = [result("1"), result("2"), result("2"), result("3", error=False), result("4", denied={"by": "rule"})]
    made = judged(Limits(max_errors=1), *errors)
    assert (made["exit"], made["errors"], made["breaches"][0]["by"]) == (10, 2, ["1", "2"])
    turns = [turn("1"), turn("1"), turn("2"), turn("3", source="system"), turn("1", "s2")]
    assert judged(Limits(max_turns=3), *turns)["turns"] == 3
    assert judged(Limits(max_turns=1, each=True), *turns)["breaches"][0]["session"] == "s1"
    told = [session("s1", turns=50, errors=50), session("s2", turns=4, errors=1)]
    assert judged(Limits(max_turns=99), *turns[:3], *told)["turns"] == 6  # those of s1 are in the stream themselves
    made = judged(Limits(max_turns=3), told[1])
    assert made["breaches"][0]["by"] == []


def test_conditions_end_with_the_status_of_what_they_found() -> None:
    def code(text: str, **record: Any) -> int:
        found: int = judged(Limits(where=(spoken(text),)), record)["exit"]
        return found

    assert code("severity >= warning", type="finding", severity="critical", check="loop", id="f") == 13
    assert code("severity >= warning", type="finding", severity="critical", check="conflict") == 15
    assert code("severity >= warning", type="finding", severity="critical", check="budget") == 11
    assert code("severity >= warning", type="finding", severity="info") == 0
    assert code("verdict.decision = deny", type="call", verdict={"decision": "deny"}) == 12
    assert code("verdict.decision >= ask", type="call", verdict={"decision": "ask"}) == 14
    assert code("tool = Bash", type="call", tool="Bash", verdict={"decision": "deny"}) == 10
    made = judged(
        Limits(where=(spoken("tool = Bash"),)), *({"type": "call", "id": str(n), "tool": "Bash"} for n in range(9))
    )
    assert made["breaches"] == [
        {"limit": "where tool = Bash", "allowed": 0, "found": 9, "by": ["0", "1", "2", "3", "4"]}
    ]
    assert judged(Limits(where=(spoken("tool = Bash"),)), END)["exit"] == 20


def test_the_highest_status_of_the_table_wins() -> None:
    deny = {"type": "call", "id": "c", "verdict": {"decision": "deny"}}
    limits = usd("0.001", where=(spoken("verdict.decision = deny"),))
    assert judged(limits, PAID, deny)["exit"] == 12
    assert len(judged(limits, PAID, deny)["breaches"]) == 2
    assert judged(limits._replace(require_end=True), PAID, deny)["exit"] == 20


def test_a_gate_that_never_finished_has_failed() -> None:
    assert Gate(Limits()).status() == 20


def test_another_gates_verdict_is_no_evidence() -> None:
    assert judged(Limits(), {"type": "gate", "passed": True})["exit"] == 20
    assert judged(Limits(), {"type": "heartbeat"})["exit"] == 0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    ["type", "ts", "session", "id", "tokens", "cost_usd", "key", "exit", "src", "verdict", "error", "turns"]
)
TYPES = st.sampled_from(["spend", "session", "stats", "turn", "result", "call", "end", "error", "finding"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TYPES, st.dictionaries(FIELDS, JUNK, max_size=5)), max_size=4))
def test_no_record_breaks_a_gate(junk: list[tuple[str, dict[str, Any]]]) -> None:
    limits = Limits(1, 1, 1, 1, True, True, "fail", (spoken("verdict.decision > allow"), spoken("id ~ x")))
    judged(limits, *({**fields, "type": kind} for kind, fields in junk))
    judged(limits, *(fields for _, fields in junk))


def test_deny_any_is_no_pass_where_nobody_judged() -> None:
    limits = Limits(where=(spoken("verdict.decision = deny"),))
    call = {"type": "call", "v": 1, "ts": "", "session": "s1", "id": "c1", "tool": "Bash", "input": {}}
    made = judged(limits, call)
    assert made["exit"] == 20 and "nobody has judged" in made["breaches"][0]["message"]
    assert judged(limits, call | {"verdict": {"decision": "allow"}}, call)["exit"] == 0
    assert judged(limits, PAID)["exit"] == 0
