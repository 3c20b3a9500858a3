from cctl.core.act.judge import Intent, Judge
from cctl.core.act.table import row
from cctl.core.moment import epoch_ms, stamp
from cctl.records.schema import Record

CHECKS = frozenset({"loop"})
AT = epoch_ms("2026-06-01T10:00:00.000Z")


def judge(weak: bool = False, max_age_ms: int = 0, **given: object) -> Judge:
    return Judge([row({"on": "loop", "do": "deny", **given}, CHECKS)], weak=weak, max_age_ms=max_age_ms)


def finding(number: int = 1, at: int = AT, **more: object) -> Record:
    made: Record = {"type": "finding", "check": "loop", "severity": "critical", "id": f"f{number}", "session": "s1"}
    return made | {"ts": stamp(at), "message": "Bash called 5 times", "evidence": {"records": ["c1", "c2"]}} | more


def only(judged: Judge, record: Record, now_ms: int = AT) -> Intent:
    [found] = judged.intents(record, now_ms)
    return found


def test_an_occasion_calls_for_its_row_with_its_evidence() -> None:
    found = only(judge(), finding())
    assert (found.session, found.refusal, found.evidence) == ("s1", "", ("f1", "c1", "c2"))
    assert found.reason == "loop: Bash called 5 times"
    assert only(judge(reason="no more"), finding()).reason == "no more"


def test_the_same_occasion_has_the_same_key_in_every_process() -> None:
    assert only(judge(), finding()).key == only(judge(), finding(at=AT + 5000)).key
    assert only(judge(), finding()).key != only(judge(), finding(2)).key


def test_a_session_is_left_alone_for_a_while() -> None:
    judged = judge(cooldown="5m")
    assert only(judged, finding()).refusal == ""
    assert only(judged, finding(2, AT + 299_000)).refusal == "cooldown"
    assert only(judged, finding(3, AT + 301_000)).refusal == ""
    assert only(judged, finding(4, AT, session="other")).refusal == ""


def test_weak_evidence_notifies_and_never_stops() -> None:
    assert "weak" in only(judge(), finding(weak=True)).refusal
    assert only(judge(weak=True), finding(weak=True)).refusal == ""
    assert only(judge(do="notify"), finding(weak=True)).refusal == ""


def test_what_is_old_stops_nothing_today() -> None:
    old = judge(max_age_ms=60_000)
    assert "old" in only(old, finding(), AT + 61_000).refusal
    assert only(old, finding(), AT + 59_000).refusal == ""
    assert only(judge(max_age_ms=60_000, do="notify"), finding(), AT + 10**9).refusal == ""


def test_a_stop_needs_a_session() -> None:
    assert only(judge(), finding(session=None)).refusal == "it is about no session"


def test_a_refused_occasion_does_not_start_the_cooldown() -> None:
    judged = judge()
    only(judged, finding(weak=True))
    assert only(judged, finding(2)).refusal == ""


def test_records_that_are_nothing_of_the_kind_call_for_nothing() -> None:
    for record in ({}, {"type": "spend"}, {"type": "finding", "check": "stall"}):
        assert list(judge().intents(record, AT)) == []


def test_a_clock_that_was_wrong_once_locks_nobody_out() -> None:
    judged = judge(cooldown="5m")
    assert only(judged, finding(1, AT + 10**12)).refusal == ""
    assert only(judged, finding(2)).refusal == ""
    assert only(judged, finding(3, AT - 1000)).refusal == "cooldown", "a little late is not another day"


def test_what_others_did_starts_the_cooldown_and_what_failed_does_not() -> None:
    judged = judge(cooldown="5m")
    row_id = only(judge(cooldown="5m"), finding()).row.id
    judged.remember(row_id, "s1", AT)
    judged.remember(row_id, "s1", AT - 10**9)
    assert only(judged, finding(1, AT + 1000)).refusal == "cooldown"
    found = only(judged, finding(2, AT + 400_000))
    judged.failed(found)
    assert only(judged, finding(3, AT + 401_000)).refusal == ""
