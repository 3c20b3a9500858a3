"""Every line as records: the same spend as the fast reading, every kind of record where it belongs, and no crash."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.agent.claude import AGENT
from cctl.core.agent.spec import Origin
from cctl.records.codec import decode, encode
from cctl.records.export import schema_of
from cctl.records.schema import Record
from cctl.records.schema.work import RECORDS
from tests.claude_fixtures import data, merged, names, origin, read, scanned, spent
from tests.shared_data import shared

SCHEMAS = {name: schema_of(name, declared) for name, declared in RECORDS.items()}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def of(name: str, kind: str) -> list[Record]:
    return [record for record in read(name)[0] if record["type"] == kind]


def notices(name: str, kind: str) -> list[dict[str, Any]]:
    return [record["data"] for record in of(name, "notice") if record["kind"] == kind]


def sound(records: list[Record]) -> None:
    """Whatever was read, the records keep their promises."""
    for record in records:
        assert list(record)[:3] == ["type", "v", "ts"]
        assert TIME.fullmatch(record["ts"])
        assert record["agent"] == "claude" and type(record["session"]) is str and record["src"]["line"] > 0
        schema = SCHEMAS[record["type"]]
        assert set(schema["required"]) <= set(record) <= set(schema["properties"]), record
        again = decode(encode(record))
        assert again.keys() == record.keys()


# -- the two readings agree


@pytest.mark.parametrize("name", names())
def test_both_readings_find_the_same_spend(name: str) -> None:
    records, skipped = read(name)
    sound(records)
    assert spent(records) == merged(scanned(name).rows)
    assert skipped == Counter(skip.reason for skip in scanned(name, audit=True).skips)


@pytest.mark.parametrize("name", names())
def test_who_waits_for_no_half_of_a_response_is_told_the_same_with_fewer_records(name: str) -> None:
    at_once, settled = read(name)[0], read(name, settled=True)[0]
    assert spent(settled) == spent(at_once)
    assert [each for each in settled if each["type"] != "spend"] == [
        each for each in at_once if each["type"] != "spend"
    ]
    assert len(settled) <= len(at_once)
    paid = {each["id"] for each in settled if each["type"] == "spend"}
    told: set[str] = set()
    for each in settled:
        told |= {each["id"]} if each["type"] == "spend" else set()
        if each["type"] == "notice" and each["kind"] == "rest":
            assert each["data"].get("response") not in paid - told, "what ends a turn comes after what it cost"


def test_a_response_that_goes_on_after_a_result_is_told_again() -> None:
    settled = [each for each in read("parallel-calls-interleaved.jsonl", settled=True)[0] if each["type"] == "spend"]
    assert len(settled) > len({each["id"] for each in settled})


@pytest.mark.parametrize("name", names())
def test_they_agree_wherever_the_file_is_cut(name: str) -> None:
    content = data(name)
    step = 1 if len(content) < 2500 else 97
    for at in range(1, len(content), step):
        head = content[:at]
        assert spent(read(name, head)[0]) == merged(scanned(name, head).rows), at


@pytest.mark.parametrize("name", names())
def test_every_record_points_at_its_line(name: str) -> None:
    lines = data(name).split(b"\n")
    for record in of(name, "call"):
        assert record["id"].encode() in lines[record["src"]["line"] - 1]
    for record in of(name, "turn"):
        assert record["id"].encode() in lines[record["src"]["line"] - 1]


# -- what each kind of transcript shows


def test_a_session_is_said_when_a_fact_changes_and_not_else() -> None:
    telling = ("name", "title", "branch", "model")
    said = [{name: record.get(name) for name in telling} for record in of("titles-and-names.jsonl", "session")]
    assert said == [
        {"name": "parser-work", "title": None, "branch": "main", "model": None},
        {"name": "parser-work", "title": None, "branch": "main", "model": "claude-opus-5-5"},
        {"name": "parser-work", "title": "Fix the parser", "branch": "main", "model": "claude-opus-5-5"},
        {"name": "fixer", "title": "Fix the parser", "branch": "main", "model": "claude-opus-5-5"},
        {"name": "fixer", "title": "Fix the parser", "branch": "fix", "model": "claude-opus-5-5"},
        {"name": "fixer", "title": "Fix the parser", "branch": "fix", "model": "claude-sonnet-5-5"},
        {"name": "fixer", "title": "Parser fixed", "branch": "fix", "model": "claude-sonnet-5-5"},
    ]
    first = of("titles-and-names.jsonl", "session")[0]
    assert (first["cwd"], first["version"], first["entrypoint"]) == ("/home/dev/proj", "2.1.60", "cli")
    assert notices("titles-and-names.jsonl", "model") == [{"from": "claude-opus-5-5", "to": "claude-sonnet-5-5"}]


def test_titles_say_where_they_come_from_and_wait_for_a_time() -> None:
    assert notices("titles-and-names.jsonl", "title") == [
        {"name": "parser-work", "by": "custom-title"},
        {"title": "Fix the parser", "by": "ai-title"},
        {"name": "fixer", "by": "agent-name"},
        {"title": "Parser fixed", "by": "summary"},
    ]
    assert notices("first-release.jsonl", "title") == [{"title": "Fix the parser", "by": "summary"}]
    assert read("titles-and-names.jsonl", b'{"type":"custom-title","customTitle":"x","sessionId":"s"}\n') == (
        [],
        {"no_time": 1},
    )


def test_a_fork_says_what_it_is_a_fork_of_and_who_paid() -> None:
    fork = next(name for name in names() if name.startswith("fork/") and "/f0f0" in name)
    assert [record.get("forked_from", "")[:8] for record in of(fork, "session")][-1] == "5e551011"
    paid = {record["id"]: (record["session"][:8], record.get("paid_by")) for record in of(fork, "spend")}
    assert paid == {"msg_f1": ("5e551011", "recorded"), "msg_f2": ("f0f0f0f0", None)}


def test_turns_are_what_somebody_asked() -> None:
    turns = [(turn["source"], turn["prompt"]) for turn in of("slash-commands.jsonl", "turn")]
    assert turns == [
        ("command", "/review 42"),
        ("human", "And this?\n[image]"),
        ("system", "Continue from where you left off."),
    ]
    assert notices("slash-commands.jsonl", "other") == [
        {"what": "command", "command": "/model opus"},
        {"what": "shell", "command": "git status"},
        {"what": "command", "command": "/clear"},
        {"what": "command", "command": "/exit"},
    ]
    assert [turn["source"] for turn in of("background-tasks.jsonl", "turn")] == ["sdk", "task_notification", "human"]
    assert [turn["prompt"] for turn in of("compaction-and-cost-state.jsonl", "turn")] == ["Big job"]
    assert [turn["prompt"] for turn in of("sidechain-in-file.jsonl", "turn")] == ["Delegate"]


def test_rests_end_turns() -> None:
    def rests(name: str) -> list[str]:
        return [data["cause"] for data in notices(name, "rest")]

    assert rests("parallel-calls-interleaved.jsonl") == ["end_turn"]
    assert rests("interrupts.jsonl") == ["interrupt", "interrupt", "end_turn"]
    assert rests("api-errors.jsonl") == ["end_turn", "api_error"]
    assert rests("hooks-and-limits.jsonl") == ["hook_stopped", "max_turns"]
    assert rests("unknown-types.jsonl") == ["new_reason"]
    assert rests("sidechain-in-file.jsonl") == ["end_turn"], "a sub-agent's rest is not the session's"
    assert rests("web-fast-region-iterations.jsonl") == ["end_turn", "end_turn"]
    assert [data["for_tool_use"] for data in notices("interrupts.jsonl", "interrupt")] == [True, False]


def test_messages_calls_and_results_belong_together() -> None:
    calls = {call["id"]: call for call in of("parallel-calls-interleaved.jsonl", "call")}
    assert [call["tool"] for call in calls.values()] == ["Read", "Bash", "mcp__files__read it"]
    assert {call["response"] for call in calls.values()} == {"msg_q1"}
    assert calls["toolu_q1"]["input"] == {"file_path": "/home/dev/proj/a.py"}
    answered = [result["call"] for result in of("parallel-calls-interleaved.jsonl", "result")]
    assert answered == ["toolu_q1", "toolu_q3", "toolu_q2"]
    assert [message["text"] for message in of("parallel-calls-interleaved.jsonl", "message")] == ["Both read."]
    background = [call.get("background") for call in of("background-tasks.jsonl", "call")]
    assert background == [True, True]
    searched = of("web-fast-region-iterations.jsonl", "result")
    assert [result["error"] for result in searched] == [False, True]


def test_equal_calls_have_equal_hashes() -> None:
    calls = of("permission-outcomes.jsonl", "call")
    assert len({call["input_hash"] for call in calls}) == len(calls)
    line = next(line for line in data("edits-and-exit-codes.jsonl").split(b"\n") if b'"toolu_ad"' in line)
    swapped = json.loads(line)
    block = swapped["message"]["content"][0]
    block["input"] = dict(reversed(block["input"].items()))
    first, second = (AGENT.open(Origin()).read(each, 1) for each in (line, json.dumps(swapped).encode()))
    assert first[-1]["input_hash"] == second[-1]["input_hash"]


def test_denials_are_noticed_with_their_tool() -> None:
    denials = notices("permission-outcomes.jsonl", "denial")
    assert len(denials) == 9
    assert denials[0] | {"reason": ""} == {
        **{"of": "call", "call": "toolu_m7", "tool": "Bash", "by": "hook", "reason": "", "code": "hook:PreToolUse"},
    }
    assert notices("hooks-and-limits.jsonl", "denial") == [{"of": "prompt", "by": "hook", "reason": "nope"}]


def test_tasks_errors_compactions_and_costs_are_noticed() -> None:
    assert [data["task"] for data in notices("background-tasks.jsonl", "task")] == ["b13gfb8t9", "bash_7"]
    assert [data["final"] for data in notices("api-errors.jsonl", "api_error")] == [False, True]
    assert [data["pre_tokens"] for data in notices("compaction-and-cost-state.jsonl", "compaction")] == [12112, 9000]
    cost = notices("compaction-and-cost-state.jsonl", "recorded_cost")[0]
    assert cost["models"]["claude-opus-5-5"]["tokens"]["input"] == 60
    assert {data["what"] for data in notices("hooks-and-limits.jsonl", "other")} == {
        *("hook_cancelled", "hook_non_blocking_error", "hook_blocking_error"),
    }


def test_what_the_synthetic_message_says_is_no_message() -> None:
    assert [message["text"] for message in of("api-errors.jsonl", "message")] == ["ok"]
    assert read("api-errors.jsonl")[1] == {"synthetic": 2}


def test_sub_agents_are_marked_and_tell_no_turn_of_their_own() -> None:
    tree = "subagents/projects/-home-dev-proj/5e551011-0000-4000-8000-000000000002"
    records = read(f"{tree}/subagents/agent-a0c0ffee.jsonl")[0]
    assert {record["type"] for record in records} == {"spend", "call", "result", "message"}
    assert {record["agent_id"] for record in records} == {"a0c0ffee"}
    assert {record["session"] for record in records} == {"5e551011-0000-4000-8000-000000000002"}
    inside = [record for record in read("sidechain-in-file.jsonl")[0] if record.get("agent_id")]
    assert {record["agent_id"] for record in inside} == {"sidechain"}


def test_spend_is_said_again_only_when_it_grew() -> None:
    said = [(each["id"], each["tokens"]["output"], each["tools"]) for each in of("streamed-partials.jsonl", "spend")]
    assert said == [
        *(("msg_p1", 1, []), ("msg_p1", 5, []), ("msg_p1", 350, ["Bash"])),
        *(("msg_p2", 1, []), ("msg_p2", 42, [])),
    ]
    assert of("first-release.jsonl", "spend")[0]["recorded_cost_usd"] == 0.012345678


def test_unknown_types_are_counted_and_the_rest_is_read() -> None:
    records, skipped = read("unknown-types.jsonl")
    assert [record["text"] for record in records if record["type"] == "message"] == ["Hi."]
    assert skipped["unknown_type:hologram"] == 2


def test_a_stream_of_several_sessions_keeps_them_apart() -> None:
    first, second = data("streamed-partials.jsonl"), data("titles-and-names.jsonl").replace(b"5e551011", b"7e770011")
    pairs = zip(first.split(b"\n"), second.split(b"\n"), strict=False)
    mixed = b"\n".join(line for pair in pairs for line in pair)
    reader = AGENT.open(Origin())
    records = [record for number, line in enumerate(mixed.split(b"\n"), 1) for record in reader.read(line, number)]
    assert {record["session"][:8] for record in records} == {"5e551011", "7e770011"}
    assert {record["src"]["path"] for record in records} == {"-"}


# -- the real client's own account


def totals_by_model(paths: list[Any]) -> dict[str, Counter[str]]:
    found: dict[str, Record] = {}
    for path in paths:
        reader = AGENT.open(Origin(str(path)))
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            found.update({each["id"]: each for each in reader.read(line, number) if each["type"] == "spend"})
        assert not set(reader.skipped) - {"synthetic"}
    totals: dict[str, Counter[str]] = {}
    for each in found.values():
        totals.setdefault(each["model"], Counter()).update(each["tokens"])
    return totals


OWN_ACCOUNT = {
    "cut-stream": "the client estimates the tokens that were lost with the connection",
    "subagent": "the session was compacted later, and the usage of that call is in no record",
}


@pytest.mark.shared
def test_captured_sessions_add_up_to_what_the_client_recorded() -> None:
    root = shared("captures/claude-code-2.1.328")
    compared = 0
    for folder in sorted(root.glob("*/transcript")):
        if folder.parent.name in OWN_ACCOUNT:
            continue
        for main in sorted(folder.glob("*.jsonl")):
            paths = [main, *sorted((folder / main.stem).rglob("agent-*.jsonl"))]
            if folder.parent.name == "fork":  # its account starts from its parent's total
                paths += sorted((root / "subagent" / "transcript").rglob("*.jsonl"))
            records = [record for path in paths for record in read_file(path)]
            costs = [
                record["data"]["models"]
                for record in records
                if record["type"] == "notice" and record["kind"] == "recorded_cost" and record["session"] == main.stem
            ]
            if costs:
                recorded = {model: Counter(said["tokens"]) for model, said in costs[-1].items()}
                assert totals_by_model(paths) == recorded, folder.parent.name
                compared += 1
    assert compared == 20


def read_file(path: Any) -> list[Record]:
    reader = AGENT.open(Origin(str(path)))
    records: list[Record] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        records += reader.read(line, number)
    records += reader.finish()
    sound(records)
    return records


# -- hostile input

LINES = [
    json.loads(line)
    for name in names()
    if name not in ("hostile-usage.jsonl", "unicode-and-stray-bytes.jsonl", "crlf-bom-blank-nul.jsonl")
    for line in data(name).removeprefix(b"\xef\xbb\xbf").split(b"\n")[:-1]
    if line.strip()
]
LINES = [line for line in LINES if len(json.dumps(line)) < 6000]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["user", "assistant"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A few lines of real shapes, each with a few places replaced or taken out, and perhaps some bytes changed."""
    lines = []
    for chosen in draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=4)):
        record = copy.deepcopy(chosen)
        for path in draw(st.lists(st.sampled_from(places(record)), max_size=3, unique=True)):
            holder: Any = record
            try:
                for key in path[:-1]:
                    holder = holder[key]
                if draw(st.booleans()):
                    holder[path[-1]] = draw(JUNK)
                else:
                    del holder[path[-1]]
            except (KeyError, IndexError, TypeError):
                continue
        line = json.dumps(
            record, ensure_ascii=draw(st.booleans()), separators=draw(st.sampled_from([(",", ":"), None]))
        )
        raw = bytearray(line.encode("utf-8", "surrogatepass"))
        for at, byte in draw(st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=2)):
            raw[at] = byte
        lines.append(bytes(raw).replace(b"\n", b" "))
    return b"\n".join(lines) + b"\n"


@settings(max_examples=400, deadline=None)
@given(damaged(), st.sampled_from(["", "-home-dev-proj"]))
def test_no_damage_makes_either_reading_raise_or_disagree(block: bytes, folder: str) -> None:
    place = Origin("/f.jsonl", "ses", "", "", folder)
    quick = AGENT.scan(block, place, 0, b"")
    full = AGENT.scan(block, place, 0, b"", audit=True)
    reader = AGENT.open(place)
    records = [record for number, line in enumerate(block.split(b"\n"), 1) for record in reader.read(line, number)]
    records += reader.finish()
    sound(records)
    assert quick.rows == full.rows
    assert spent(records) == merged(quick.rows)
    assert all(number >= 0 for row in quick.rows for number in row[3:9])  # type: ignore[operator]  # plain tuples
    for line in block.split(b"\n"):
        AGENT.recognises(line)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=20))
def test_no_bytes_make_it_raise(block: bytes, state: bytes) -> None:
    spiced = block + b'{"type":"assistant","input_tokens":' + block
    for piece in (block, spiced):
        AGENT.scan(piece, Origin(folder="-p"), 0, state)
        AGENT.scan(piece, Origin(folder="-p"), 0, state, audit=True)
        AGENT.recognises(piece)
        reader = AGENT.open(Origin())
        for number, line in enumerate(piece.split(b"\n"), 1):
            sound(reader.read(line, number))
        sound(reader.finish())


def test_the_origin_of_a_fixture_is_what_discovery_would_give() -> None:
    tree = "subagents/projects/-home-dev-proj/5e551011-0000-4000-8000-000000000002/subagents/agent-a0c0ffee.jsonl"
    assert origin(tree)[1:] == ("5e551011-0000-4000-8000-000000000002", "a0c0ffee", "Explore", "-home-dev-proj")
