"""One line: what is passed over around it, what is said when it is no object, whose it is."""

import json

import pytest

from cctl.core.agent.claude.line import MARKER, decoded, recognised, stripped, unknown

USER = b'{"type":"user","sessionId":"s","uuid":"u","message":{"role":"user","content":"hi"}}'


@pytest.mark.parametrize(
    "around", [b"%s", b"%s\r", b"\xef\xbb\xbf%s", b"\0\0\0%s", b"  \t%s  ", b"\0\xef\xbb\xbf %s\0\r"]
)
def test_what_surrounds_an_object_is_passed_over(around: bytes) -> None:
    assert stripped(around % USER) == USER


@pytest.mark.parametrize("blank", [b"", b"\r", b"  ", b"\0\0", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r"])
def test_a_blank_line_is_empty(blank: bytes) -> None:
    assert stripped(blank) == b""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a":', "bad_json"),
        (b'{"a":NaN}', "bad_json"),
        (b'{"a":' + b"9" * 5000 + b"}", "bad_number"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
        (b"[1]", "not_an_object"),
        (b"7", "not_an_object"),
    ],
)
def test_a_line_that_is_no_object_says_why(line: bytes, reason: str) -> None:
    assert decoded(line) == reason


def test_stray_bytes_and_half_characters_do_not_cost_the_line() -> None:
    for line in (b'{"a":1,"t":"\xff"}', b'{"a":1,"t":"\\ud83d"}', b'{"a":1,"t":"\xe2\x80\xa8"}'):
        record = decoded(line)
        assert isinstance(record, dict)
        assert record["a"] == 1
        json.dumps(record, ensure_ascii=False).encode()


def test_the_input_of_a_call_is_left_as_it_came() -> None:
    record = decoded(b'{"\\ud83d":["\\ud83d"],"input":{"t":"\\ud83d"}}')
    assert record == {"?": ["?"], "input": {"t": "\ud83d"}}


def test_what_is_nested_too_deeply_to_be_made_sound_says_so() -> None:
    assert decoded(b'{"a":' * 900 + b'"\xff"' + b"}" * 900) == "too_deep"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"type": "assistant"}, ""),
        ({"type": "cost-state"}, ""),
        ({"type": "system", "subtype": "api_error"}, ""),
        ({"type": "system"}, ""),
        ({"type": "system", "subtype": ["api_error"]}, ""),
        ({"type": "system", "subtype": "teleported"}, "unknown_type:system/teleported"),
        ({"type": "hologram"}, "unknown_type:hologram"),
        ({"type": "a b\x1b[31m\n"}, "unknown_type:a?b??31m?"),
        ({"type": "x" * 999}, "unknown_type:" + "x" * 60),
        ({"type": ""}, "no_type"),
        ({"type": ["user"]}, "no_type"),
        ({}, "no_type"),
    ],
)
def test_unknown_types_are_named_without_their_poison(record: dict[str, object], reason: str) -> None:
    assert unknown(record) == reason


@pytest.mark.parametrize(
    "line",
    [
        USER,
        b"\xef\xbb\xbf" + USER + b"\r",
        b'{"type":"summary","summary":"s","leafUuid":"u"}',
        b'{"type":"file-history-snapshot","messageId":"m","snapshot":{},"isSnapshotUpdate":false}',
        b'{"type":"something-new","sessionId":"s"}',
    ],
)
def test_its_own_lines_are_recognised(line: bytes) -> None:
    assert recognised(line)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"type":"session_meta","timestamp":"t","payload":{"id":"x","sessionId":"s"}}',
        b'{"timestamp":"t","type":"response_item","payload":{}}',
        b'{"type":"turn","v":1,"ts":"t","session":"s","sessionId":"s"}',
        b'{"type":"assistant","session_id":"s","parent_tool_use_id":null,"message":{}}',
        b'{"sessionId":"s"}',
        b'{"type":7,"sessionId":"s"}',
    ],
)
def test_lines_of_others_are_not(line: bytes) -> None:
    assert not recognised(line)


def test_the_marker_finds_any_spacing_and_no_quoted_text() -> None:
    for usage in (b'{"input_tokens":1}', b'{ "input_tokens" : 1 }', b'{"cache_read_input_tokens": 1}'):
        assert MARKER in usage
    assert MARKER not in b'{"text":"{\\"input_tokens\\":1}"}'
