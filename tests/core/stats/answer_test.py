"""`stats` by hand: tokens are chosen so that costs can be worked out in the head."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.stats.answer import Question, answer
from cctl.core.stats.heard import Heard
from cctl.core.when.grammar import Window, window
from cctl.records.errors import UsageError
from tests.core.stats.telling import HAIKU, OPUS, SONNET, heard, spend

NOW = 1_781_962_200_000  # Saturday 2026-06-20T13:30:00Z
BERLIN = ZoneInfo("Europe/Berlin")


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def ask(store: Heard, **asked: Any) -> list[dict[str, Any]]:
    return answer(Question(NOW, **asked), store).records


def brief(records: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(*record["key"].values(), record["responses"], record.get("cost_usd")) for record in records]


def test_the_shape_is_fixed() -> None:
    store = heard(
        spend("a", "2026-06-20T08:00:00.000Z", OPUS, 1000, 100, cache_write_5m=10, cache_write_1h=20, cache_read=4000),
        spend("b", "2026-06-20T09:00:00.000Z", OPUS, 1, session="s2"),
    )
    assert ask(store, by=("day", "model"), window=Window(None, None)) == [
        {
            "type": "stats",
            "v": 1,
            "ts": "2026-06-20T00:00:00.000Z",
            "key": {"day": "2026-06-20", "model": OPUS},
            "responses": 2,
            "sessions": 2,
            "tokens": {
                "input": 1001,
                "output": 100,
                "cache_write_5m": 10,
                "cache_write_1h": 20,
                "cache_read": 4000,
                "total": 5131,
            },
            "cost_usd": 0.0097675,  # 5005 + 2500 + 62.5 + 200 + 2000 millionths
            "unpriced": 0,
        }
    ]


def test_without_keys_there_is_one_record_even_of_nothing() -> None:
    assert ask(heard()) == [
        {
            "type": "stats",
            "v": 1,
            "ts": "2026-06-20T13:30:00.000Z",
            "key": {},
            "responses": 0,
            "sessions": 0,
            "tokens": {
                "input": 0,
                "output": 0,
                "cache_write_5m": 0,
                "cache_write_1h": 0,
                "cache_read": 0,
                "total": 0,
            },
            "cost_usd": 0.0,
            "unpriced": 0,
        }
    ]
    assert ask(heard(), by=("day",)) == []
    assert ask(heard(), by=("model",), total=True)[0]["key"] == {}


def test_a_cost_that_is_not_known_is_absent() -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", "made-up", 10), spend("b", "2026-06-20T08:00:00Z", OPUS, 1000))
    (one, other) = ask(store, by=("model",))
    assert one["key"] == {"model": OPUS}
    assert (one["cost_usd"], one["unpriced"]) == (0.005, 0)
    assert "cost_usd" not in other
    assert other["unpriced"] == 1
    (total,) = ask(store)
    assert (total["cost_usd"], total["unpriced"], total["responses"]) == (0.005, 1, 2)


def test_estimates_are_marked() -> None:
    store = heard(
        spend("a", "2026-06-20T08:00:00Z", "claude-opus-5-5", 1000), spend("b", "2026-06-20T08:00:00Z", OPUS, 1000)
    )
    (one, other) = ask(store, by=("model",), sort="key")
    assert "estimated" not in one
    assert other["estimated"] is True  # that model had no price yet on this day


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("UTC", ["2026-06-19", "2026-06-20"]),
        ("Europe/Berlin", ["2026-06-20", "2026-06-20"]),
        ("America/New_York", ["2026-06-19", "2026-06-19"]),
        ("Asia/Kathmandu", ["2026-06-20", "2026-06-20"]),
    ],
)
def test_days_are_cut_in_the_zone_of_the_question(zone: str, days: list[str]) -> None:
    store = heard(spend("a", "2026-06-19T23:59:59.999Z", OPUS, 1), spend("b", "2026-06-20T00:00:00.000Z", OPUS, 1))
    found = ask(store, by=("day",), zone=ZoneInfo(zone))
    assert [record["key"]["day"] for record in found for _ in range(record["responses"])] == days


@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("Asia/Kathmandu", "2026-06-19T18:14:59.999Z", "2026-06-19T18:15:00.000Z"),
        ("Australia/Lord_Howe", "2026-06-19T13:29:59.999Z", "2026-06-19T13:30:00.000Z"),  # winter, +10:30
        ("Australia/Lord_Howe", "2026-01-14T12:59:59.999Z", "2026-01-14T13:00:00.000Z"),  # summer, +11:00
        ("Pacific/Chatham", "2026-06-19T11:14:59.999Z", "2026-06-19T11:15:00.000Z"),
    ],
)
def test_midnight_to_the_millisecond(zone: str, last: str, first: str) -> None:
    store = heard(spend("a", last, OPUS, 1), spend("b", first, OPUS, 1))
    assert [record["responses"] for record in ask(store, by=("day",), zone=ZoneInfo(zone))] == [1, 1]


def test_a_response_over_midnight_belongs_to_the_day_it_began_on() -> None:
    store = heard(
        spend("a", "2026-06-19T23:59:59.500Z", OPUS, 1000, 1), spend("a", "2026-06-20T00:00:04.000Z", OPUS, 1000, 900)
    )
    assert brief(ask(store, by=("day",))) == [("2026-06-19", 1, 0.0275)]


def test_keys_of_time() -> None:
    store = heard(spend("a", "2026-06-20T22:30:00Z", OPUS, 1000))
    (record,) = ask(store, by=("month", "week", "day", "hour"), zone=BERLIN)
    assert record["key"] == {
        "month": "2026-06",
        "week": "2026-06-15",
        "day": "2026-06-21",
        "hour": "2026-06-21T00:00:00+02:00",
    }
    assert record["ts"] == "2026-06-20T22:00:00.000Z"
    (record,) = ask(store, by=("week",), zone=BERLIN, week_start=6)
    assert record["key"] == {"week": "2026-06-21"}


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    store = heard(spend("a", "2026-10-25T00:30:00Z", OPUS, 1000), spend("b", "2026-10-25T01:30:00Z", OPUS, 1000))
    found = ask(store, by=("hour",), zone=BERLIN)
    assert [record["key"]["hour"] for record in found] == ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]


def test_blocks_begin_with_use_and_last_five_hours() -> None:
    store = heard(
        spend("a", "2026-06-20T08:50:00Z", OPUS, 1000),
        spend("b", "2026-06-20T12:59:00Z", OPUS, 1000),
        spend("c", "2026-06-20T13:00:00Z", OPUS, 1000),
        spend("d", "2026-06-20T23:30:00Z", OPUS, 1000),
        spend("x", "2026-06-20T11:59:00Z", HAIKU, 1000, agent="codex", session="s2"),
    )
    assert brief(ask(store, by=("block", "agent"))) == [
        ("2026-06-20T08:00:00.000Z", "claude", 2, 0.01),
        ("2026-06-20T11:00:00.000Z", "codex", 1, 0.001),
        ("2026-06-20T13:00:00.000Z", "claude", 1, 0.005),
        ("2026-06-20T23:00:00.000Z", "claude", 1, 0.005),
    ]


def test_a_window_doesnt_move_the_blocks_it_cuts() -> None:
    store = heard(spend("a", "2026-06-20T08:50:00Z", OPUS, 1000), spend("b", "2026-06-20T12:59:00Z", OPUS, 1000))
    found = ask(store, by=("block",), window=Window(ms("2026-06-20T10:00Z"), None))
    assert brief(found) == [("2026-06-20T08:00:00.000Z", 1, 0.005)]
    assert ask(store, by=("block",), window=Window(ms("2026-06-20T13:00Z"), None)) == []


def test_blocks_across_days() -> None:
    store = heard(spend("a", "2026-06-19T23:50:00Z", OPUS, 1000), spend("b", "2026-06-20T00:10:00Z", OPUS, 1000))
    assert brief(ask(store, by=("block", "day"))) == [
        ("2026-06-19T23:00:00.000Z", "2026-06-19", 1, 0.005),
        ("2026-06-19T23:00:00.000Z", "2026-06-20", 1, 0.005),
    ]


def test_tokens_and_dollars_are_split_over_tools_without_a_remainder_lost() -> None:
    store = heard(
        spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, 10, tools=["Bash", "Read", "Bash"]),
        spend("b", "2026-06-20T08:00:00Z", OPUS, 7),
    )
    found = {record["key"]["tool"]: record for record in ask(store, by=("tool",))}
    assert {tool: record["tokens"]["total"] for tool, record in found.items()} == {
        "Bash": 334 + 4 + 333 + 3,
        "Read": 333 + 3,
        "(none)": 7,
    }
    assert sum(record["cost_usd"] for record in found.values()) == pytest.approx(0.005285, abs=1e-12)


def test_a_tools_share_of_an_unpriced_response_is_not_free() -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", "made-up", 1000, tools=["Bash", "Read"]))
    assert all("cost_usd" not in record for record in ask(store, by=("tool",)))


def test_dimensions_that_are_not_known_are_named() -> None:
    store = heard(
        spend(
            "a", "2026-06-20T08:00:00Z", OPUS, 1, project="/w/one", branch="main", subagent="Explore", cwd="/w/one/x"
        ),
        spend("b", "2026-06-20T08:00:00Z", OPUS, 1),
    )
    for key, value in (("project", "/w/one"), ("branch", "main"), ("subagent", "Explore"), ("cwd", "/w/one/x")):
        assert {record["key"][key] for record in ask(store, by=(key,))} == {value, "(none)"}


def test_filters() -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000), spend("b", "2026-06-20T08:00:00Z", SONNET, 1000))
    assert brief(ask(store, keep={"model": lambda model: "opus" in model})) == [(1, 0.005)]
    assert brief(ask(store, by=("model",), keep={"model": lambda model: False})) == []


def test_windows_are_cut_to_the_millisecond() -> None:
    store = heard(*(spend(str(n), f"2026-06-20T08:07:3{n}.500Z", OPUS, 1000) for n in range(4)))
    cut = Window(ms("2026-06-20T08:07:31.500Z"), ms("2026-06-20T08:07:33.500Z"))
    assert brief(ask(store, by=("day",), window=cut)) == [("2026-06-20", 2, 0.01)]


def test_order_is_time_then_cost_or_as_asked() -> None:
    store = heard(
        spend("a", "2026-06-19T08:00:00Z", HAIKU, 9000),
        spend("b", "2026-06-20T08:00:00Z", HAIKU, 1000),
        spend("c", "2026-06-20T08:00:00Z", OPUS, 1000, session="s2"),
    )

    def order(**asked: Any) -> list[str]:
        return [" ".join(record["key"].values())[-16:] for record in ask(store, **asked)]

    by_day = [" ".join(pair)[-16:] for pair in (("2026-06-19", HAIKU), ("2026-06-20", OPUS), ("2026-06-20", HAIKU))]
    assert order(by=("day", "model")) == by_day
    assert order(by=("model",)) == [HAIKU[-16:], OPUS[-16:]]  # 0.010 and 0.005 dollars
    assert order(by=("model",), sort="-cost") == [OPUS[-16:], HAIKU[-16:]]
    assert order(by=("model",), sort="key") == [HAIKU[-16:], OPUS[-16:]]
    assert order(by=("session",), sort="tokens") == ["s1", "s2"]
    assert order(by=("day",), limit=1) == ["2026-06-20"]  # the latest
    assert order(by=("model",), limit=1) == [HAIKU[-16:]]
    assert answer(Question(NOW, by=("model",), limit=1), store).left_out == 1
    with pytest.raises(UsageError, match='unknown order "price"'):
        ask(store, sort="price")


def test_the_total_stands_last_and_counts_sessions_once() -> None:
    store = heard(spend("a", "2026-06-19T08:00:00Z", OPUS, 1000), spend("b", "2026-06-20T08:00:00Z", OPUS, 1000))
    found = ask(store, by=("day",), total=True, limit=1)
    assert [record["key"] for record in found] == [{"day": "2026-06-20"}, {}]
    assert (found[1]["responses"], found[1]["sessions"]) == (2, 1)


def test_days_without_spend_can_be_asked_for() -> None:
    store = heard(spend("a", "2026-06-18T08:00:00Z", OPUS, 1000), spend("b", "2026-06-20T08:00:00Z", SONNET, 1000))
    assert brief(ask(store, by=("day",))) == [("2026-06-18", 1, 0.005), ("2026-06-20", 1, 0.003)]
    zero = ask(store, by=("day",), zero_days=True, window=Window(ms("2026-06-17T00:00Z"), ms("2026-06-21T00:00Z")))
    assert brief(zero) == [
        ("2026-06-17", 0, 0.0),
        ("2026-06-18", 1, 0.005),
        ("2026-06-19", 0, 0.0),
        ("2026-06-20", 1, 0.003),
    ]
    assert len(ask(store, by=("day", "model"), zero_days=True)) == 6
    future = window("today", "today", now=NOW, zone=UTC)
    assert [record["key"]["hour"][11:13] for record in ask(store, by=("hour",), zero_days=True, window=future)][
        -1
    ] == "13"
    assert len(ask(heard(), by=("day",), zero_days=True, window=Window(NOW - 86_400_000, None))) == 2
    assert ask(heard(), by=("day",), zero_days=True) == []


def test_compared_with_the_window_before() -> None:
    store = heard(
        spend("a", "2026-06-18T12:00:00Z", OPUS, 1000),
        spend("b", "2026-06-19T12:00:00Z", OPUS, 2000),
        spend("c", "2026-06-20T12:00:00Z", OPUS, 3000),
        spend("d", "2026-06-18T12:00:00Z", HAIKU, 1000),
    )
    day = Window(NOW - 86_400_000, None)
    (found,) = ask(store, window=day, compare=True)
    assert (found["cost_usd"], found["previous"]["cost_usd"]) == (0.015, 0.01)
    assert found["change"] == {"responses": 0, "tokens": 1000, "cost_usd": 0.005, "cost_ratio": 0.5}
    days = ask(store, by=("day",), window=Window(ms("2026-06-19T00:00Z"), ms("2026-06-21T00:00Z"), "day"), compare=True)
    assert [(each["key"]["day"], each["cost_usd"], each["previous"]["cost_usd"]) for each in days] == [
        ("2026-06-19", 0.01, 0.0),
        ("2026-06-20", 0.015, 0.006),
    ]
    gone = ask(store, by=("model",), window=Window(NOW - 86_400_000, None), compare=True)
    assert [each["key"]["model"] for each in gone] == [OPUS]
    earlier = ask(store, by=("model",), window=Window(NOW - 2 * 86_400_000 + 7_200_000, None), compare=True)
    assert [(each["key"]["model"], each["responses"], each["previous"]["responses"]) for each in earlier] == [
        (OPUS, 2, 1),
        (HAIKU, 0, 1),
    ]


def test_what_a_longer_month_has_more_is_compared_with_nothing() -> None:
    store = heard(
        *(spend(f"j{day}", f"2026-01-{day:02d}T12:00:00Z", OPUS, 1000) for day in range(1, 32)),
        spend("f", "2026-02-28T12:00:00Z", OPUS, 1000),
    )
    february = window("2026-02", "2026-02", now=NOW, zone=UTC)
    days = ask(store, by=("day",), window=february, compare=True)
    assert len(days) == 28
    assert [each["previous"]["responses"] for each in days] == [1] * 28
    (whole,) = ask(store, window=february, compare=True)
    assert whole["previous"]["responses"] == 31


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(UsageError, match="needs a beginning"):
        ask(heard(), compare=True)
    with pytest.raises(UsageError, match="whole quarters"):
        ask(heard(spend("a", "2026-06-20T12:00:00Z")), by=("day",), window=Window(NOW - 1_000_001, None), compare=True)
    with pytest.raises(UsageError, match="blocks"):
        ask(heard(), by=("block",), window=Window(NOW - 1, None), compare=True)


def test_one_bad_date_costs_nothing() -> None:
    store = heard(
        spend("a", "not a time", OPUS, 1000),
        spend("b", "2026-06-20T12:00:00Z", OPUS, 1000),
        spend("c", "9999-12-31T23:59:59Z", OPUS, 1000),
        spend("d", "0001-01-01T00:00:00Z", OPUS, 1000),
    )
    found = ask(store, by=("hour",))
    assert [(each["key"]["hour"][:13], each["responses"]) for each in found][:2] == [
        ("1970-01-01T00", 2),
        ("2026-06-20T12", 1),
    ]
    assert store.skips == {"no_time": 2}
    with pytest.raises(UsageError, match="shorten --since"):
        ask(store, by=("hour",), zero_days=True)


ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Apia",
    ]
)
START = ms("2026-03-20T00:00Z")
SPEND = st.builds(
    lambda id, minutes, model, tokens, session, tools: spend(
        f"m{id}",
        datetime.fromtimestamp((START + minutes * 60_000 + id) / 1000, UTC).isoformat(timespec="milliseconds"),
        model,
        *tokens,
        session=f"s{session}",
        tools=tools,
    ),
    st.integers(0, 40),
    st.integers(0, 30 * 1440),
    st.sampled_from([OPUS, SONNET, HAIKU, "made-up"]),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)),
    st.integers(0, 3),
    st.lists(st.sampled_from(["Bash", "Read"]), max_size=3),
)
STREAM = st.lists(SPEND, max_size=12)


def figures(records: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    return (
        sum(each["responses"] for each in records),
        sum(each["tokens"]["total"] for each in records),
        sum(round(each.get("cost_usd", 0) * 1e9) for each in records),
        sum(each["unpriced"] for each in records),
    )


@settings(max_examples=60, deadline=None)
@given(
    STREAM,
    ZONES,
    st.sampled_from([("day",), ("week",), ("month",), ("hour",), ("block",), ("day", "model", "session")]),
)
def test_the_parts_add_up_to_the_whole_in_any_zone(
    stream: list[dict[str, Any]], zone: str, by: tuple[str, ...]
) -> None:
    store = heard(*stream)
    assert figures(ask(store, by=by, zone=ZoneInfo(zone))) == figures(ask(store))


@settings(max_examples=40, deadline=None)
@given(STREAM)
def test_tools_add_up_to_the_whole(stream: list[dict[str, Any]]) -> None:
    store = heard(*stream)
    assert figures(ask(store, by=("tool", "model"))) == figures(ask(store))


@settings(max_examples=60, deadline=None)
@given(STREAM, st.randoms(use_true_random=False))
def test_a_shuffled_stream_is_equal(stream: list[dict[str, Any]], random: Any) -> None:
    mixed = list(stream)
    random.shuffle(mixed)
    by = ("day", "model", "session", "tool")
    assert ask(heard(*mixed), by=by) == ask(heard(*stream), by=by)


@settings(max_examples=40, deadline=None)
@given(STREAM, SPEND)
def test_spend_never_falls(stream: list[dict[str, Any]], more: dict[str, Any]) -> None:
    before, after = ask(heard(*stream))[0], ask(heard(*stream, more))[0]
    assert after["responses"] >= before["responses"]
    assert all(after["tokens"][name] >= count for name, count in before["tokens"].items())


@settings(max_examples=30, deadline=None)
@given(STREAM, st.integers(0, 30 * 1440 * 60_000))
def test_two_windows_are_one(stream: list[dict[str, Any]], cut: int) -> None:
    store = heard(*stream)
    at = START + cut
    parts = ask(store, window=Window(None, at)) + ask(store, window=Window(at, None))
    assert figures(parts) == figures(ask(store))


def orders(records: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], ...]]:
    return permutations(records)


def test_a_copied_response_belongs_to_the_session_that_was_first_alone() -> None:
    """Sessions A and B both hold `x`; A's own first response is earlier, so A paid, in whatever order it is heard."""
    told = [
        spend("own-a", "2026-06-20T07:00:00Z", OPUS, 1, session="zz-A"),
        spend("own-b", "2026-06-20T09:00:00Z", OPUS, 1, session="aa-B"),
        spend("x", "2026-06-20T08:00:00Z", OPUS, 1000, session="zz-A"),
        spend("x", "2026-06-20T08:00:00Z", OPUS, 1000, session="aa-B"),
    ]
    for order in orders(told):
        found = {each["key"]["session"]: each["responses"] for each in ask(heard(*order), by=("session",))}
        assert found == {"zz-A": 2, "aa-B": 1}


def test_a_named_payer_is_definitive() -> None:
    told = [
        spend("own-a", "2026-06-20T07:00:00Z", OPUS, 1, session="A"),
        spend("x", "2026-06-20T08:00:00Z", OPUS, 1000, session="A"),
        spend("x", "2026-06-20T08:00:00Z", OPUS, 1000, session="B", paid_by="recorded"),
    ]
    for order in orders(told):
        found = {each["key"]["session"]: each["responses"] for each in ask(heard(*order), by=("session",))}
        assert found == {"A": 1, "B": 1}
