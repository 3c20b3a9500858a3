"""Streams as stores of spend: what is merged, what is not counted twice, what hostile records do."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.spend.ask import Ask
from cctl.core.spend.cell import Cell
from cctl.core.stats.answer import Question, answer
from cctl.core.stats.carry import carry
from cctl.core.stats.heard import sighting, tools_of
from tests.core.stats.telling import OPUS, TABLE, heard, spend

NOW = 1_781_962_200_000


def total(*records: dict[str, Any], **asked: Any) -> dict[str, Any]:
    return answer(Question(NOW, **asked), heard(*records)).records[0]


def session(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "session", "v": 1, "ts": "2026-06-20T10:00:00.000Z", "session": "s1", "agent": "claude", **more} | {
        "spend": list(cells)
    }


def cell(start: str, responses: int, input: int, cost: float, **more: Any) -> dict[str, Any]:
    return {"start": start, "model": OPUS, "responses": responses, "tokens": {"input": input}, "cost_usd": cost, **more}


def test_sightings_of_one_response_are_merged_field_by_field() -> None:
    found = total(
        spend("a", "2026-06-20T08:00:02Z", OPUS, 1000, 1),
        spend("a", "2026-06-20T08:00:01Z", OPUS, 900, 100, cache_read=50, tools=["Bash"]),
        spend("a", "2026-06-20T08:00:03Z", OPUS, 1000, 1),
    )
    assert found["responses"] == 1
    assert found["tokens"] | {"cache_write_5m": 0} == {
        "input": 1000,
        "output": 100,
        "cache_write_5m": 0,
        "cache_write_1h": 0,
        "cache_read": 50,
        "total": 1150,
    }
    assert found["cost_usd"] == 0.007525


def test_the_longer_list_of_tools_wins_whatever_the_order() -> None:
    told = [
        spend("a", "2026-06-20T08:00:00Z", OPUS, 300, tools=tools) for tools in ([], ["Bash"], ["Bash", "Read", "Bash"])
    ]
    for order in permutations(told):
        found = answer(Question(NOW, by=("tool",), sort="key"), heard(*order)).records
        assert [(each["key"]["tool"], each["tokens"]["total"]) for each in found] == [("Bash", 200), ("Read", 100)]


def test_a_cost_that_the_stream_tells_is_taken() -> None:
    assert total(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, cost_usd=0.123456789))["cost_usd"] == 0.123456789
    assert total(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, recorded_cost_usd=0.2))["cost_usd"] == 0.2
    both = spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, recorded_cost_usd=0.2, cost_usd=0.1)
    assert total(both)["cost_usd"] == 0.1
    found = total(spend("a", "2026-06-20T08:00:00Z", "made-up", 1000, cost_usd=0.5, estimated=True))
    assert (found["cost_usd"], found["estimated"], found["unpriced"]) == (0.5, True, 0)
    found = total(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000, cost_usd=0.5, estimated=True))
    assert found["cost_usd"] == 0.005  # the price is known here: no need for the estimate
    assert "estimated" not in found


def test_an_estimate_from_elsewhere_marks_only_its_model() -> None:
    store = heard(
        spend("a", "2026-06-20T08:00:00Z", "made-up", 1000, cost_usd=0.5, estimated=True),
        spend("b", "2026-06-20T08:00:00Z", OPUS, 1000),
    )
    found = {each["key"]["model"]: each for each in answer(Question(NOW, by=("model",)), store).records}
    assert "estimated" in found["made-up"]
    assert "estimated" not in found[OPUS]


def test_session_records_count_where_the_stream_has_none_of_their_spend() -> None:
    carried = session(cell("2026-06-20T08:00:00.000Z", 2, 2000, 0.01))
    assert total(carried)["cost_usd"] == 0.01
    own = spend("a", "2026-06-20T08:01:00Z", OPUS, 1000)
    other = spend("b", "2026-06-20T08:01:00Z", OPUS, 1000, session="s2")
    for order in permutations([carried, own]):
        assert (total(*order)["responses"], total(*order)["cost_usd"]) == (1, 0.005)
    for order in permutations([carried, other]):
        assert (total(*order)["responses"], total(*order)["sessions"]) == (3, 2)


def test_of_several_tellings_the_latest_counts() -> None:
    told = [
        session(cell("2026-06-20T08:00:00.000Z", 1, 1000, 0.005)),
        session(cell("2026-06-20T08:00:00.000Z", 3, 3000, 0.015), ts="2026-06-20T11:00:00.000Z"),
        session(cell("2026-06-20T08:00:00.000Z", 2, 2000, 0.01)),
    ]
    for order in permutations(told):
        assert total(*order)["responses"] == 3


def test_what_a_session_carries_is_told_apart_as_far_as_it_says() -> None:
    store = heard(
        session(
            cell("2026-06-20T08:00:00.000Z", 1, 1000, 0.005),
            cell("2026-06-20T23:00:00.000Z", 1, 1000, 0.005, branch="fix", tool="Bash"),
            branch="main",
            project="/w/one",
        )
    )

    def by(*keys: str) -> list[tuple[str, ...]]:
        return [tuple(each["key"].values()) for each in answer(Question(NOW, by=keys, sort="key"), store).records]

    assert by("branch") == [("fix",), ("main",)]
    assert by("project") == [("/w/one",)]
    assert by("day", "session", "agent") == [("2026-06-20", "s1", "claude")]
    assert by("tool") == [("(unknown)",), ("Bash",)]


def test_cells_of_session_records_follow_windows_and_filters() -> None:
    store = heard(session(cell("2026-06-20T08:07:31.000Z", 1, 10, 0.1), cell("2026-06-20T08:15:00.000Z", 1, 10, 0.2)))
    since = 1_781_942_851_500  # 08:07:31.5: the ragged edge that the cell was cut at
    assert len(list(store.cells(Ask(since_ms=since)))) == 2
    assert [each.start_s for each in store.cells(Ask(until_ms=since))] == [1_781_942_851]
    assert list(store.cells(Ask(keep={"model": lambda model: model == "x"}))) == []
    assert list(store.cells(Ask(by=frozenset({"tool"}), keep={"tool": lambda tool: tool == "Bash"}))) == []
    assert store.extent() == (1_781_942_400, 1_781_944_200)
    assert heard().extent() is None


def test_history_piped_into_stats_equals_stats() -> None:
    """What a session record carries, made from the same spend, gives the same answer to every question."""
    told = [
        spend("a", "2026-06-19T23:59:59Z", OPUS, 1000, branch="main", project="/w/one"),
        spend("b", "2026-06-20T00:00:00Z", OPUS, 500, 20, branch="fix", project="/w/one", subagent="Explore"),
        spend("c", "2026-06-20T04:00:00Z", "made-up", 500, branch="fix", project="/w/one"),
        spend("d", "2026-06-20T04:00:00Z", "claude-opus-5-5", 7, session="s2"),
    ]
    store = heard(*told)
    ask = Ask(by=frozenset({"model", "branch", "cwd", "subagent", "project"}))
    piped = heard(
        *(
            session(session=each.session, agent=each.agent, project=(*each.projects, "")[0])
            | {"spend": carry(each.cells, {"project": (*each.projects, "")[0]})}
            for each in store.sessions(ask)
        )
    )
    for by in ((), ("day",), ("day", "model"), ("branch", "session"), ("subagent",), ("project", "hour"), ("block",)):
        question = Question(NOW, by=by)
        assert answer(question, piped) == answer(question, store)


@pytest.mark.parametrize(
    "broken",
    [
        {"id": ""},
        {"id": None},
        {"id": 5},
        {"session": None},
        {"tokens": None},
        {"tokens": []},
        {"tokens": {"input": -1}},
        {"tokens": {"input": "5"}},
        {"tokens": {"input": 1.5}},
        {"tokens": {"input": True}},
        {"web_searches": "many"},
    ],
)
def test_a_record_that_is_no_spend_is_counted_as_such(broken: dict[str, Any]) -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z") | broken)
    assert store.skips == {"bad_spend": 1}
    assert store.extent() is None


@pytest.mark.parametrize(
    "odd",
    [
        {"ts": None},
        {"model": None},
        {"model": ["x"]},
        {"tools": "Bash"},
        {"tools": [None, 5, "", "a b\nc", "x:y", "\ud800"]},
        {"src": "x"},
        {"src": {"path": 5, "line": "x"}},
        {"src": {"path": "/x", "line": 10**30}},
        {"agent": 5},
        {"branch": {"x": 1}},
        {"cost_usd": -1},
        {"cost_usd": "dear"},
        {"cost_usd": True},
        {"speed": []},
        {"id": "\ud800"},
        {"session": "\ud800" * 9},
    ],
)
def test_odd_fields_never_stop_the_stream(odd: dict[str, Any]) -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", OPUS, 1000) | odd, spend("b", "2026-06-20T08:00:00Z", OPUS, 1000))
    (found,) = answer(Question(NOW), store).records
    assert found["responses"] == 2
    assert answer(Question(NOW, by=("tool", "branch", "session", "model")), store).records


def test_impossible_figures_are_handed_back() -> None:
    store = heard(spend("a", "2026-06-20T08:00:00Z", OPUS, 1 << 40))
    assert store.skips == {"impossible_figures": 1}


@pytest.mark.parametrize(
    "bad",
    [
        5,
        {},
        {"start": "soon", "tokens": {}},
        {"start": "2026-06-20T08:00:00Z"},
        {"start": "2026-06-20T08:00:00Z", "tokens": {"input": -1}},
        {"start": "2026-06-20T08:00:00Z", "tokens": {}, "responses": 1e9},
        {"start": "2026-06-20T08:00:00Z", "tokens": {}, "cost_usd": "x"},
    ],
)
def test_a_cell_that_is_none_is_counted_as_such(bad: Any) -> None:
    store = heard(session(bad))
    assert store.skips == {"bad_spend_cell": 1}


def test_other_records_hold_no_spend() -> None:
    assert heard({"type": "turn"}, {"type": 5}, {}, session() | {"spend": None}, {"type": "session"}).extent() is None


def test_marks_of_calls() -> None:
    assert tools_of(["Bash", "Read", "Bash"]) == "Bash:Bash#1 Read:Read#1 Bash:Bash#2"
    assert tools_of(["a b", "x:y"]) == "a_b:a_b#1 x:y:x_y#1"
    assert tools_of(None) == tools_of([]) == tools_of([None, ""]) == ""


def test_a_sighting_is_a_readers_row() -> None:
    record = spend("a", "2026-06-20T08:00:00Z", OPUS, 1, 2, cache_read=3, web_searches=4, speed="fast", geo="us")
    record |= {"paid_by": "recorded", "agent_id": "g", "subagent": "t", "project": "p", "cwd": "c", "branch": "b"}
    record |= {"src": {"path": "/x", "line": 7}}
    assert sighting(record, TABLE) == (
        *("a", 1_781_942_400_000, OPUS, 1, 2, 0, 0, 3, 4, "fast", "us", "s1", "s1", "g", "t", "p", "c", "b", "", 7, -1),
    )


TEXT = st.text(max_size=5)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*spend("a", ""), "spend", "cost_usd", "src", "estimated"]), JUNK, max_size=6),
    st.booleans(),
)
def test_no_record_breaks_a_store(junk: dict[str, Any], whole: bool) -> None:
    record = (spend("a", "2026-06-20T08:00:00Z") if whole else {}) | junk
    store = heard({**record, "type": "spend"}, {**record, "type": "session"})
    answer(Question(NOW, by=("day", "tool", "session")), store)


def test_cells_survive_the_wire() -> None:
    told = Cell(
        1_781_942_400,
        "claude",
        "s1",
        OPUS,
        "/w",
        "main",
        "/w/x",
        "Explore",
        "Bash",
        3,
        1,
        2,
        3,
        4,
        5,
        123_456_789,
        1,
        1,
    )
    back = list(
        heard(session(*carry([told]))).cells(
            Ask(by=frozenset({"agent", "session", "model", "project", "branch", "cwd", "subagent", "tool"}))
        )
    )
    assert back == [told]
