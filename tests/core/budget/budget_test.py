from collections.abc import Iterator
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from cctl.core.budget.account import Paid
from cctl.core.budget.budget import Budgets, Terms
from cctl.core.budget.limit import Limit, limit
from cctl.records.schema import Record
from tests.core.state.stream import Stream


def made(*limits: str, terms: Terms | None = None) -> Budgets:
    return Budgets([limit(text) for text in limits], UTC, terms)


def told(budgets: Budgets, records: list[Record]) -> list[Record]:
    return [each for record in records for each in (budgets.feed(record) or [])[1:]]


def spending(*costs: float | None, **fields: object) -> Stream:
    stream = Stream()
    for cost in costs:
        stream.wait(60).spend(cost, **fields)
    return stream


def test_a_share_of_the_limit_warns_and_past_it_is_a_breach_each_once() -> None:
    stream = spending(*[0.5] * 14)
    found = told(made("session=5usd"), stream.records)
    assert [(each["type"], each.get("mark") or each["severity"]) for each in found] == [
        ("budget", "warned"),
        ("finding", "warning"),
        ("budget", "breached"),
        ("finding", "critical"),
    ]
    assert found[0]["spent_usd"] == 4.0 and found[0]["ratio"] == 0.8 and found[2]["spent_usd"] == 5.0
    assert found[3]["evidence"]["records"] == ["msg10"] and found[3]["session"] == "s1"
    assert not found[3].get("weak")


def test_the_record_stays_as_it_came() -> None:
    stream, budgets = spending(9.0), made("session=5usd")
    answer = budgets.feed(stream.records[0])
    assert answer and answer[0] is stream.records[0] and budgets.breached


def test_sub_agents_count_for_their_session_and_repeated_lines_count_once() -> None:
    stream = spending(1.0, 1.0)
    stream.spend(2.5, agent_id="a1")
    stream.records *= 3
    budgets = made("session=5usd")
    assert [each["mark"] for each in told(budgets, stream.records) if each["type"] == "budget"] == ["warned"]
    assert budgets.standings()[0].account.nano == 4_500_000_000


def test_estimates_and_unpriced_spend_stop_nothing_unless_asked() -> None:
    stream = spending(6.0, estimated=True)
    soft = told(made("session=5usd"), stream.records)
    assert (soft[0]["mark"], soft[0]["hard"], soft[0]["estimated"]) == ("breached", False, True)
    assert (soft[1]["severity"], soft[1]["weak"]) == ("warning", True) and "nothing is stopped" in soft[1]["message"]
    hard = told(made("session=5usd", terms=Terms(enforce=True)), stream.records)
    assert hard[1]["severity"] == "critical"
    free = told(made("session=5usd"), spending(6.0, None).records)
    assert free[0]["hard"] is True
    budgets = made("session=5usd")
    told(budgets, spending(None, None).records)
    [standing] = budgets.finish()
    assert (standing["unpriced"], standing["spent_usd"], standing["mark"]) == (2, 0, "ok")


def test_prices_are_looked_up_where_records_have_none() -> None:
    budgets = made("session=5usd", terms=Terms(cost=lambda *response: 6_000_000_000))
    assert told(budgets, spending(None).records)[1]["severity"] == "critical"


def test_tokens_are_a_limit_of_their_own() -> None:
    found = told(made("session=20000tokens"), spending(None, None).records)
    assert (found[0]["limit_tokens"], found[0]["spent_tokens"], found[0]["mark"]) == (20_000, 20_220, "breached")
    assert found[0]["hard"] is True


def test_days_are_cut_in_the_zone() -> None:
    stream = Stream(at="2026-06-01T21:30:00.000Z")
    stream.spend(3.0)
    stream.wait(3600).spend(3.0)
    utc = Budgets([limit("day=5usd")], UTC)
    told(utc, stream.records)
    berlin = Budgets([limit("day=5usd")], ZoneInfo("Europe/Berlin"))
    told(berlin, stream.records)
    assert [each.key for each in utc.standings()] == ["2026-06-01"] and utc.breached
    assert [each.key for each in berlin.standings()] == ["2026-06-01", "2026-06-02"] and not berlin.breached


def test_projects_branches_weeks_and_runs_have_accounts_of_their_own() -> None:
    stream = Stream()
    stream.spend(1.0, project="/p", branch="main", run="r1")
    stream.spend(1.0, project="/p", branch="topic", run="r2")
    stream.spend(1.0, project="/q", branch="main")
    stream.spend(1.0)
    budgets = made("project=9usd", "branch=9usd/ever", "week=9usd", "run=9usd")
    told(budgets, stream.records)
    held = {(each.limit.scope, each.key): each.account.nano / 1e9 for each in budgets.standings()}
    assert held == {
        ("project", "/p 2026-06-01"): 2,
        ("project", "/q 2026-06-01"): 1,
        ("branch", "/p:main"): 1,
        ("branch", "/p:topic"): 1,
        ("branch", "/q:main"): 1,
        ("week", "2026-06-01"): 4,
        ("run", "r1"): 1,
        ("run", "r2"): 1,
    }


def test_blocks_begin_with_use_and_last_five_hours() -> None:
    stream = Stream(at="2026-06-01T10:40:00.000Z")
    for hours in (0, 4, 1.2, 9):
        stream.wait(hours * 3600).spend(1.0)
    budgets = made("block=9usd")
    told(budgets, stream.records)
    assert [each.key[11:16] for each in budgets.standings()] == ["10:00", "15:00", "00:00"]
    budgets = made("block=9usd")
    budgets.begin_block("claude", stream.ms - 60_000)
    told(budgets, stream.records[-1:])
    assert budgets.standings()[0].since_ms == stream.ms - 60_000


def test_what_was_spent_before_counts_and_is_not_counted_twice() -> None:
    stream = spending(1.0, 1.0)

    def past(asked: Limit, key: str, since_ms: int, until_ms: int) -> Iterator[Paid]:
        assert (asked.scope, key, since_ms) == ("session", "s1", 0) and until_ms > stream.ms
        yield Paid("earlier", 0, 3_500_000_000, 10)
        yield Paid("msg1", 0, 1_000_000_000, 10)

    found = told(made("session=5usd", terms=Terms(past=past)), stream.records)
    assert [each["spent_usd"] for each in found if each["type"] == "budget"] == [4.5, 5.5]


def test_a_breach_of_the_past_is_told_at_the_first_record() -> None:
    terms = Terms(past=lambda *asked: [Paid("msg1", 0, 9_000_000_000, 10)])
    assert told(made("session=5usd", terms=terms), spending(9.0).records)[0]["mark"] == "breached"


def test_the_forecast_is_of_the_last_minutes() -> None:
    found = told(made("session=8usd"), spending(*[0.5] * 13).records)
    assert found[0]["burn_usd_per_h"] == pytest.approx(26, rel=0.05)
    assert found[0]["breaks"] > found[0]["ts"]


def test_at_the_end_it_says_how_everything_stands() -> None:
    budgets = made("session=5usd", "day=50usd")
    told(budgets, spending(1.0).records)
    assert [(each["scope"], each["spent_usd"], each["mark"]) for each in budgets.finish()] == [
        ("session", 1.0, "ok"),
        ("day", 1.0, "ok"),
    ]


def test_a_stream_that_goes_through_twice_holds_everything_once() -> None:
    def through(records: list[Record]) -> list[Record]:
        budgets, out = made("session=2usd", "day=3usd"), []
        for record in records:
            answer = budgets.feed(record)
            out += [record] if answer is None else answer
        return out + list(budgets.finish())

    once = through(spending(*[0.5] * 8).records)
    assert sorted(map(str, through(once))) == sorted(map(str, once))


@pytest.mark.parametrize(
    "record",
    [{}, {"type": "spend"}, {"type": "spend", "session": "s", "ts": "now"}, {"type": "spend", "session": 5, "ts": "x"}],
)
def test_odd_records_pass(record: Record) -> None:
    assert (made("session=1usd").feed(record) or [record])[0] is record


def test_a_forecast_counts_what_is_reserved() -> None:
    stream = spending(0.5, 0.5)
    free, held, full = (
        made("day=5usd", terms=Terms(reserved=lambda scope, key, nano=nano: nano if scope == "day" else 0))  # type: ignore[misc] # a default binds it
        for nano in (0, 2_000_000_000, 9_000_000_000)
    )
    for budgets in (free, held, full):
        told(budgets, stream.records)
    [a], [b], [c] = (list(budgets.finish()) for budgets in (free, held, full))
    assert a["breaks"] == "2026-06-01T11:02:00.000Z" and "reserved_usd" not in a
    assert (b["reserved_usd"], b["breaks"]) == (2.0, "2026-06-01T10:32:00.000Z"), "$2 are left, at $4 an hour"
    assert (c["breaks"], c["mark"]) == (c["ts"], "ok"), "all of it is promised; nobody has broken it"


def test_limits_that_spend_would_count_against_are_opened_without_any() -> None:
    asked: list[str] = []

    def past(limit: Limit, key: str, since_ms: int, until_ms: int) -> Iterator[Paid]:
        asked.append(key)
        yield Paid("m1", since_ms, 2_000_000_000, 10)

    budgets = made("session=9usd", "day=5usd", "project=5usd", terms=Terms(past=past))
    found = budgets.opened({"project": "/p"}, 1_780_308_000_000)
    assert [(each.key, each.account.nano) for each in found] == [
        ("2026-06-01", 2 * 10**9),
        ("/p 2026-06-01", 2 * 10**9),
    ]
    assert budgets.opened({"project": "/p"}, 1_780_308_000_000) == found and len(asked) == 2


def test_a_soft_breach_that_becomes_sure_is_told_again() -> None:
    stream = spending(6.0, estimated=True)
    stream.wait(60).spend(5.0)
    stream.wait(60).spend(1.0)
    budgets = made("session=5usd")
    found = told(budgets, stream.records)
    assert [each.get("severity") or (each["mark"], each["hard"]) for each in found] == [
        ("breached", False),
        "warning",
        ("breached", True),
        "critical",
    ]
    assert budgets.breached and len({each["id"] for each in found}) == 4


def test_responses_without_a_price_say_once_that_a_limit_cannot_be_held() -> None:
    stream = spending(None, None, None)
    [found] = told(made("session=5usd", "day=9000tokens"), stream.records)[:1]
    assert (found["type"], found["severity"], found["weak"]) == ("finding", "warning", True)
    assert "can't be held" in found["message"] and found["evidence"]["records"] == ["msg1"]
    assert sum("can't be held" in each.get("message", "") for each in told(made("session=5usd"), stream.records)) == 1


def test_responses_without_a_price_stop_where_that_was_asked_for() -> None:
    budgets = made("session=5usd", terms=Terms(enforce=True))
    found = told(budgets, spending(1.0, None).records)
    assert [each.get("severity") for each in found if each["type"] == "finding"] == ["warning", "critical"]
    assert found[-1]["message"] == "20% of $5 a session (s1), and 1 responses without a price" and budgets.breached


def test_a_limit_in_tokens_has_a_forecast_too() -> None:
    budgets = made("session=40440tokens")
    told(budgets, spending(None, None).records)
    [standing] = budgets.finish()
    assert (standing["spent_tokens"], standing["breaks"]) == (20_220, "2026-06-01T10:17:00.000Z")


def test_spend_that_lacks_what_it_should_have_counts_all_the_same() -> None:
    whole = spending(1.0, 1.0, 1.0, 1.0).records
    for lacks in ("id", "ts", "session", "agent", "model", "src"):
        budgets = made("day=3usd")
        records = [whole[0], *({key: value for key, value in each.items() if key != lacks} for each in whole[1:])]
        found = told(budgets, records)
        assert [each["severity"] for each in found if each["type"] == "finding"] == ["critical"], lacks
        assert budgets.standings()[0].account.count == 4, lacks
    odd = [{"type": "spend"}, {"type": "spend", "id": 5, "ts": 7, "session": [], "tokens": "x", "cost_usd": {}}]
    assert told(made("day=3usd", "session=1usd", "branch=1usd"), odd)[0]["weak"] is True
