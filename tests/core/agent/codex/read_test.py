"""The reader as a whole: order, copies, what is counted, what is never raised."""

from cctl.core.agent.codex import AGENT
from cctl.core.agent.codex.read import Rollout, kinds, unknown
from cctl.core.agent.spec import Origin
from cctl.records import export
from tests.core.agent.codex.rollouts import NAMES, line, read, records


def test_records_come_in_the_order_of_their_lines() -> None:
    told = records(read("exec-tools"), "/r.jsonl")
    assert [each["src"]["line"] for each in told] == sorted(each["src"]["line"] for each in told)
    assert {each["src"]["path"] for each in told} == {"/r.jsonl"}
    assert [each["type"] for each in told[:9]] == [
        *("session", "session", "notice", "turn", "message", "call", "call", "spend", "result"),
    ]


def test_every_record_has_the_fields_that_its_type_requires_and_no_other() -> None:
    declared = export.record_types()
    for name in NAMES:
        for record in records(read(name)):
            fields = export.fields(declared[record["type"]])
            assert {field.name for field in fields if field.required} <= record.keys(), record
            assert record.keys() <= {field.name for field in fields}, record


def test_copies_of_a_parents_lines_are_left_to_the_parent() -> None:
    reader = Rollout(Origin())
    told = [
        record
        for number, each in enumerate(read("spawned-with-history").split(b"\n"), 1)
        for record in reader.read(each, number)
    ]
    assert [each["prompt"] for each in told if each["type"] == "turn"] == ["check the docs"]
    assert reader.skipped["copied"] == 7


def test_what_can_not_be_told_from_own_records_is_kept() -> None:
    calls = {each["id"] for each in records(read("copied-child")) if each["type"] == "call"}
    assert calls == {"call_p0", "call_p1", "call_p2", "call_k0"}


def test_bad_lines_are_counted_and_the_reading_goes_on() -> None:
    reader = AGENT.open(Origin())
    for number, each in enumerate(read("hostile").split(b"\n"), 1):
        reader.read(each, number)
    told = dict(reader.skipped)
    assert told.pop("too_deep", 0) + told.pop("unknown_type:event_msg/deep", 0) == 1, "newer interpreters go deeper"
    assert told == {"bad_json": 3, "not_an_object": 1, "no_kind": 2, "bad_usage": 2}


def test_a_compressed_file_is_one_error_and_no_text() -> None:
    reader = AGENT.open(Origin(path="/r.jsonl.zst"))
    (error,) = reader.read(b"\x28\xb5\x2f\xfd\x00", 1)
    assert (error["type"], error["code"], error["src"]) == ("error", "compressed", {"path": "/r.jsonl.zst", "line": 1})
    assert reader.read(b"\x01\x02", 2) == []
    assert reader.skipped == {"compressed": 1}


def test_before_any_time_is_known_nothing_is_dated() -> None:
    reader = AGENT.open(Origin())
    assert reader.read(line("session_meta", {"id": "t"}, "once"), 1) == []
    assert reader.skipped == {"no_time": 1}
    assert reader.read(line("event_msg/user_message", {"message": "hi"}), 2)[0]["session"] == "t"


def test_all_kinds_that_are_told_have_a_name_and_others_are_named() -> None:
    assert "event_msg/token_count" in kinds()
    assert unknown("event_msg/x") == "unknown_type:event_msg/x"
    assert unknown("") == "no_kind"
