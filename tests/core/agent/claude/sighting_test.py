"""One sighting, field by field."""

from typing import Any
from zlib import crc32

import pytest

from cctl.core.agent.claude.place import Start
from cctl.core.agent.claude.sighting import (
    COUNT_MOST,
    Bad,
    Tokens,
    agent_of,
    call,
    calls,
    geo,
    numbers,
    recorded,
    response,
    sighted,
    speed,
    subagent,
    text,
)
from cctl.core.agent.spec import Origin, Row

FULL: dict[str, Any] = {
    "type": "assistant",
    "uuid": "u",
    "timestamp": "2026-06-20T09:00:01.000Z",
    "sessionId": "child",
    "requestId": "req",
    "requestSessionId": "parent",
    "agentId": "a1",
    "attributionAgent": "Explore",
    "cwd": "/p/src",
    "gitBranch": "main",
    "costUSD": 0.5,
    "message": {
        "id": "msg",
        "model": "claude-opus-5-5",
        "content": [{"type": "text", "text": "x"}, {"type": "tool_use", "id": "t", "name": "Bash", "input": {}}],
        "usage": {
            "input_tokens": 1,
            "output_tokens": 2,
            "cache_creation_input_tokens": 7,
            "cache_read_input_tokens": 5,
            "cache_creation": {"ephemeral_5m_input_tokens": 3, "ephemeral_1h_input_tokens": 4},
            "server_tool_use": {"web_search_requests": 6},
            "speed": "fast",
            "inference_geo": "us",
        },
    },
}


def sight(record: dict[str, Any], origin: Origin | None = None) -> Row:
    origin = origin or Origin(folder="-p")
    return sighted(record, origin, Start(origin.folder), 77)


def test_every_field_of_a_row_comes_from_its_place() -> None:
    row = sight(FULL)
    assert row._asdict() == {
        **{"id": "msg", "ms": 1781946001000, "model": "claude-opus-5-5", "input": 1, "output": 2},
        **{"write_5m": 3, "write_1h": 4, "read": 5, "web": 6, "speed": "fast", "geo": "us", "session": "child"},
        **{"payer": "parent", "agent_id": "a1", "subagent": "Explore", "project": "/p", "cwd": "/p/src"},
        **{"branch": "main", "tools": f"Bash:{crc32(b't'):08x}", "at": 77, "recorded_nano": 500_000_000},
    }


def test_what_the_line_does_not_say_the_file_does() -> None:
    bare = {"type": "assistant", "timestamp": FULL["timestamp"], "message": {"id": "m", "usage": {"input_tokens": 1}}}
    row = sight(bare, Origin("/f", "ses", "ag", "Plan", ""))
    assert (row.session, row.agent_id, row.subagent, row.model, row.payer) == ("ses", "ag", "Plan", "unknown", "")
    assert (row.project, row.cwd, row.branch, row.tools, row.recorded_nano) == ("", "", "", "", -1)


@pytest.mark.parametrize(
    ("message", "request_id", "uuid", "key"),
    [
        ({"id": "m"}, "r", "u", "m"),
        ({"id": ""}, "r", "u", "r"),
        ({}, "r", "u", "r"),
        ({"id": None}, None, "u", "u"),
        ({"id": 7}, 7, "u", "u"),
    ],
)
def test_the_key_is_the_message_then_the_request_then_the_line(
    message: dict[str, Any], request_id: object, uuid: str, key: str
) -> None:
    line = {**FULL, "requestId": request_id, "uuid": uuid, "message": {**message, "usage": {"input_tokens": 1}}}
    assert sight(line).id == key


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"message": "text"}, "no_message"),
        ({"message": {"model": "<synthetic>", "id": "m", "usage": {"input_tokens": 1}}}, "synthetic"),
        ({"message": {"id": "m"}}, "no_usage"),
        ({"message": {"id": "m", "usage": None}}, "no_usage"),
        ({"message": {"id": "m", "usage": [1]}}, "bad_usage"),
        ({"message": {"usage": {}}, "requestId": None, "uuid": None}, "no_id"),
        ({"timestamp": None}, "no_time"),
        ({"timestamp": "soon"}, "no_time"),
        ({"type": "progress"}, "no_response"),
        ({"type": "progress", "data": {"type": "agent_progress", "message": "x"}}, "no_response"),
        ({"type": "progress", "data": {"type": "agent_progress", "message": {"type": "user"}}}, "no_response"),
    ],
)
def test_what_is_no_sighting_says_why(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Bad, match=f"^{reason}$"):
        sight({**FULL, **change})


def test_a_response_repeated_in_progress_belongs_to_its_sub_agent() -> None:
    inner = {key: FULL[key] for key in ("message", "uuid", "requestId")} | {"type": "assistant"}
    outer = {**FULL, "type": "progress", "data": {"type": "agent_progress", "agentId": "a9", "message": inner}}
    del outer["message"]
    row = sight(outer)
    assert (row.id, row.agent_id, row.session, row.ms) == ("msg", "a9", "child", 1781946001000)
    assert response(outer) == (inner, "a9")
    inner["timestamp"] = "2026-06-20T09:00:00.500Z"
    assert sight(outer).ms == 1781946000500, "the time of the response itself, when it is said"


@pytest.mark.parametrize(
    ("record", "origin", "agent"),
    [
        ({"agentId": "a"}, Origin(agent_id="b"), "a"),
        ({"isSidechain": True}, Origin(agent_id="b"), "b"),
        ({"isSidechain": True}, Origin(), "sidechain"),
        ({"isSidechain": False}, Origin(), ""),
        ({"isSidechain": "yes"}, Origin(), ""),
    ],
)
def test_a_sub_agent_is_known_by_line_then_file_then_flag(record: dict[str, Any], origin: Origin, agent: str) -> None:
    assert agent_of(record, origin) == agent


@pytest.mark.parametrize(
    ("said", "agent_id", "kind"),
    [
        ("Explore", "acompact-1", "Explore"),
        ("", "acompact-1f2e3d", "compact"),
        ("", "aside_question-77aa", "side_question"),
        ("", "a0c0ffee", ""),
        ("", "a-1", ""),
        ("", "", ""),
        ("", "sidechain", ""),
    ],
)
def test_the_type_of_a_sub_agent_is_said_or_in_its_id(said: str, agent_id: str, kind: str) -> None:
    assert subagent(said, agent_id) == kind


def test_cache_writes_are_their_parts_else_the_whole_for_five_minutes() -> None:
    assert numbers({"cache_creation_input_tokens": 9}) == Tokens(0, 0, 9, 0, 0, 0)
    assert numbers({"cache_creation_input_tokens": 9, "cache_creation": None}) == Tokens(0, 0, 9, 0, 0, 0)
    parts = {"ephemeral_1h_input_tokens": 4}
    assert numbers({"cache_creation_input_tokens": 9, "cache_creation": parts}) == Tokens(0, 0, 0, 4, 0, 0)


@pytest.mark.parametrize("value", [True, -1, 1.0, "1", [], {}, COUNT_MOST + 1, 10**30, float("nan"), float("inf")])
@pytest.mark.parametrize("field", ["input_tokens", "output_tokens", "cache_creation_input_tokens"])
def test_what_is_no_count_is_named(field: str, value: object) -> None:
    with pytest.raises(Bad, match=f"^bad_usage:{field}$"):
        numbers({"input_tokens": 1, field: value})


@pytest.mark.parametrize("field", ["cache_creation", "server_tool_use"])
def test_parts_that_are_no_objects_are_named(field: str) -> None:
    with pytest.raises(Bad, match=f"^bad_usage:{field}$"):
        numbers({field: 7})


def test_calls_are_the_tool_uses_of_any_kind() -> None:
    content = [
        {"type": "tool_use", "id": "t1", "name": "Bash"},
        {"type": "server_tool_use", "id": "t2", "name": "web_search"},
        {"type": "text", "text": "x"},
        *(7, None, {"type": ["tool_use"]}, {"type": "tool_use", "id": 5, "name": ["x"]}),
    ]
    hashes = [f"{crc32(key):08x}" for key in (b"t1", b"t2", b"u/6")]
    assert calls(content, "u") == [f"Bash:{hashes[0]}", f"web_search:{hashes[1]}", f"unknown:{hashes[2]}"]
    assert calls("text", "u") == calls(None, "u") == []


@pytest.mark.parametrize("name", ["a b:c", "a\u2028b\nc", "", "x" * 999, "\x85\x1c", "日本 語"])
def test_a_hostile_name_stays_one_entry(name: str) -> None:
    entry = call(name, "id")
    assert len(entry.split()) == 1
    assert entry.count(":") == 1
    assert len(entry) < 140


def test_names_are_remembered_within_bounds() -> None:
    from cctl.core.agent.claude import sighting

    for number in range(2500):
        call(f"tool{number}", "id")
    assert len(sighting._NAMED) <= 1000


@pytest.mark.parametrize(
    ("cost", "nano"),
    [(0, 0), (0.5, 500_000_000), (1e-9, 1), (0.012345678, 12_345_678), (3, 3_000_000_000)],
)
def test_a_recorded_cost_is_exact_to_the_nano_dollar(cost: float, nano: int) -> None:
    assert recorded(cost) == nano


@pytest.mark.parametrize("cost", [None, True, -0.1, "0.5", float("nan"), float("inf"), 1e7, 10**400, []])
def test_what_is_no_cost_is_none(cost: object) -> None:
    assert recorded(cost) == -1


def test_the_usual_speed_and_region_are_empty() -> None:
    assert [speed(value) for value in ("standard", "fast", None, 7)] == ["", "fast", "", ""]
    values: list[object] = ["not_available", "us", "", None, []]
    assert [geo(value) for value in values] == ["", "us", "", "", ""]


def test_what_is_no_text_is_none() -> None:
    assert [text(value) for value in ("a", "é", None, 7, [])] == ["a", "é", "", "", ""]
