"""Scanning: what is looked at, what is named, what is never decoded."""

import json

from cctl.core.agent.codex import AGENT
from cctl.core.agent.codex.scan import scan
from cctl.core.agent.spec import Origin, Row, Skip
from tests.core.agent.codex.rollouts import line, read, scanned, tokens


def test_offsets_point_at_the_line() -> None:
    block = read("exec-tools")
    for row in scanned(block)[0]:
        assert json.loads(block[row.at :].split(b"\n")[0])["payload"]["response_id"] == row.id
    later = AGENT.scan(block, Origin(), 1000, b"")
    assert [Row(*each).at for each in later.rows] == [row.at + 1000 for row in scanned(block)[0]]  # type: ignore[arg-type]  # rows travel as plain tuples


def test_lines_beside_the_point_are_not_decoded() -> None:
    beside = line("response_item/message", {"role": "user", "content": []})[:-2] + b" this is no JSON\n"
    assert scanned(beside) == ([], [])
    assert scanned(beside, audit=True)[1] == [Skip("bad_json", 0)]


def test_a_head_that_no_version_writes_is_decoded() -> None:
    payload = {"response_id": "resp_1", "usage": tokens(10, 0, 1)}
    turned = json.dumps({"payload": payload, "type": "token_usage_record", "timestamp": "2026-11-09T08:00:00Z"})
    inner = json.dumps(
        {
            "timestamp": "2026-11-09T08:00:01Z",
            "type": "event_msg",
            "payload": {
                "info": {"total_token_usage": tokens(30), "last_token_usage": tokens(30)},
                "type": "token_count",
            },
        }
    )
    assert [row.id for row in scanned(turned.encode())[0]] == ["resp_1"]
    assert [row.input for row in scanned(inner.encode())[0]] == [30]


def test_what_is_passed_over_is_named_with_its_place() -> None:
    block = read("hostile")
    named = {skip.reason for skip in scanned(block, audit=True)[1]}
    assert named >= {"bad_json", "not_an_object", "no_kind", "bad_usage"}
    assert named & {"too_deep", "unknown_type:event_msg/deep"}, "newer interpreters go deeper"
    unknown = [skip for skip in scanned(read("compacted"), audit=True)[1] if skip.reason.startswith("unknown_type:")]
    assert [skip.reason for skip in unknown] == [
        "unknown_type:event_msg/brand_new_event",
        "unknown_type:brand_new_line",
        "unknown_type:event_msg/item_completed/BrandNewItem",
    ]
    assert all(b"rand" in read("compacted")[skip.at :].split(b"\n")[0] for skip in unknown)


def test_without_an_audit_the_routine_is_not_told() -> None:
    assert scanned(read("exec-tools"))[1] == []
    assert {skip.reason for skip in scanned(read("exec-tools"), audit=True)[1]} == {"recorded_elsewhere"}
    assert {skip.reason for skip in scanned(read("spawned-with-history"))[1]} == {"copied"}


def test_a_compressed_file_is_named_once_and_never_read_as_text() -> None:
    packed = b"\x28\xb5\x2f\xfd" + bytes(range(200))
    first = scan(packed, Origin(), 0, b"")
    assert (first.rows, first.skips) == ([], [Skip("compressed", 0)])
    assert scan(packed, Origin(), len(packed), first.state) == ([], [], first.state)


def test_a_mark_at_the_start_blank_lines_and_carriage_returns_are_nothing() -> None:
    record = line("token_usage_record", {"response_id": "resp_1", "usage": tokens(10, 4, 1)})
    rows, skips = scanned(b"\xef\xbb\xbf" + record.replace(b"\n", b"\r\n") + b"\n \n", audit=True)
    assert ([(row.input, row.read, row.output) for row in rows], skips) == ([(6, 4, 1)], [])


def test_a_state_that_is_damaged_is_named_and_the_reading_begins_anew() -> None:
    record = line("token_usage_record", {"response_id": "resp_1", "usage": tokens(10, 4, 1)})
    for state in (b"{}", b"[", b'{"who":1}', b"\xff"):
        again = AGENT.scan(record, Origin(session="s"), 500, state)
        assert again.skips == [Skip("bad_state", 500)]
        assert len(again.rows) == 1


def test_rows_are_plain_enough_to_be_marshalled() -> None:
    import marshal

    rows = AGENT.scan(read("hostile") + read("spawner"), Origin(), 0, b"").rows
    assert marshal.loads(marshal.dumps(rows)) == rows
