"""Reading JSON with its places: the same values as `json`, and mistakes with theirs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.wiring.text import Node, Unusable, parse, unquoted

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def value_of(node: Node, text: str) -> Any:
    if node.kind == "object":
        return {member.key: value_of(member.value, text) for member in node.members}
    if node.kind == "array":
        return [value_of(item, text) for item in node.items]
    return node.text if node.kind == "string" else json.loads(text[node.start : node.end])


@given(VALUES, st.sampled_from([None, 1, 2, "\t"]), st.booleans())
def test_reads_what_json_writes(value: Any, indent: Any, ascii: bool) -> None:
    text = "\r\n " + json.dumps(value, indent=indent, ensure_ascii=ascii) + "\n"
    node = parse(text)
    assert value_of(node, text) == value
    assert json.loads(text[node.start : node.end]) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ('{"a": 1', "line 1, column 8: the text ends too early"),
        ('{\n  // no\n  "a": 1}', "line 2, column 3: comments are no JSON"),
        ('{"a": 1 /* x */}', "comments are no JSON"),
        ('{"a": 1,}', "a comma with nothing after it"),
        ("[1,]", "a comma with nothing after it"),
        ('{"a": 1, "a": 2}', 'the key "a" stands there twice'),
        ('{"a": 1} {}', "something stands after the value"),
        ("{a: 1}", "expected a value"),
        ("{1: 2}", "expected a key"),
        ('{"a" 1}', 'expected ":"'),
        ('{"a": 1 "b": 2}', 'expected "," or "}"'),
        ("{\"a\": 'x'}", "expected a value"),
        ('{"a": NaN}', "expected a value"),
        ('{"a": "x\ny"}', "expected a value"),
        ('{"a": 01}', 'expected "," or "}"'),
        ("[" * 100 + "]" * 100, "nested too deeply"),
    ],
)
def test_mistakes_have_their_place(text: str, message: str) -> None:
    with pytest.raises(Unusable) as told:
        parse(text)
    assert message in str(told.value)


def test_a_mark_at_the_beginning_is_passed_over() -> None:
    assert parse('\ufeff{"a": 1}').get("a") is not None
    assert parse("{}").get("a") is None


def test_strings_are_read() -> None:
    assert unquoted('"a\\n\\u00e9\\ud83d\\ude00\\/\\\\"') == "a\né😀/\\"
    assert unquoted('"\\ud83d"') == "\ufffd"
