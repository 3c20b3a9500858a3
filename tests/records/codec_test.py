"""Lines and records: what comes in goes out, and what is no record is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.records import codec

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_what_is_encoded_is_decoded_the_same(record: dict[str, object]) -> None:
    line = codec.encode(record)
    assert b"\n" not in line
    assert codec.decode(line) == record


@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_survives_even_lone_surrogates(text: str) -> None:
    assert codec.decode(codec.encode({"t": text}))["t"] == text


def test_a_stray_byte_comes_back_as_it_was() -> None:
    record = codec.decode(b'{"path":"caf\xe9"}')
    assert record["path"].encode("utf-8", "surrogateescape") == b"caf\xe9"
    assert codec.encode(record) == b'{"path":"caf\\udce9"}'


@given(st.binary(max_size=60))
def test_no_bytes_crash_it(line: bytes) -> None:
    try:
        assert isinstance(codec.decode(line), dict)
    except codec.BadLine as bad:
        assert bad.code in {"bad_json", "not_an_object", "bad_number", "too_deep"}
    try:
        assert isinstance(codec.head(line).type, str)
    except codec.BadLine:
        pass


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b'{"a":NaN}', "bad_json"),
        (b"3", "not_an_object"),
        (b"null", "not_an_object"),
        (b'{"a":' + b"9" * 5000 + b"}", "bad_number"),
        (b'{"a":' + b"[" * 99_999 + b"]" * 99_999 + b"}", "too_deep"),
    ],
)
def test_what_is_no_record_is_named(line: bytes, code: str) -> None:
    with pytest.raises(codec.BadLine) as caught:
        codec.decode(line)
    assert caught.value.code == code


def test_head_reads_type_and_version_wherever_they_stand() -> None:
    head = codec.head(b'{"x":[{"type":"inner"}],"type":"call","v":3}')
    assert (head.type, head.v) == ("call", 3)
    assert codec.head(b'{"type":7}').type == ""
    assert codec.head(b'{"type":"call","v":"2","p":"\xff"}') == codec.Head("call", 1)


def test_an_error_record_says_where() -> None:
    record = codec.error("bad_json", "not JSON", ts="2026-01-01T00:00:00.000Z", path="a.jsonl", line=4)
    assert json.loads(codec.encode(record))["src"] == {"path": "a.jsonl", "line": 4}
    assert "src" not in codec.error("x", "y", ts="t")


def test_what_is_no_number_in_json_is_null_whatever_else_is_in_the_record() -> None:
    strange = {"type": "x", "n": [float("inf"), float("-inf"), float("nan"), 1.5], "t": 'NaN "-Infinity\\'}
    want = b'"n":[null,null,null,1.5],"t":"NaN \\"-Infinity\\\\"'
    assert want in codec.encode(strange)
    line = codec.encode({**strange, "NaN\udc80": "\ud800"})
    assert want in line
    assert codec.encode(codec.decode(line)) == line


@given(st.lists(st.sampled_from([b"", b"a", b"\r", b"\xe2\x80\xa8", b"\n"])))
def test_a_block_is_split_at_line_feeds_alone(parts: list[bytes]) -> None:
    block = b"".join(parts)
    assert codec.split(block) == block.split(b"\n")
