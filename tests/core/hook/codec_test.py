"""The hook's JSON gives the answers of `json`, and refuses what is none."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.hook import codec

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_decodes_what_json_writes(value: Any) -> None:
    assert codec.decode(json.dumps(value)) == value
    assert codec.decode(f" \r\n\t{json.dumps(value, ensure_ascii=False, indent=2)}\n ") == value


@given(VALUES)
def test_encodes_as_json_does(value: Any) -> None:
    assert codec.encode(value) == json.dumps(value, separators=(",", ":"))
    assert codec.encode(value, ordered=True) == json.dumps(value, separators=(",", ":"), sort_keys=True)


@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "nul", "{}{}", "[1,]", '{"a":1,}', "// c\n{}", "NaN", "[Infinity]", '"\t"', "\ufeff{}", "'a'"],
)
def test_refuses_what_is_no_json(text: str) -> None:
    with pytest.raises(ValueError):
        codec.decode(text)


def test_refuses_numbers_without_end_and_nesting_without_end() -> None:
    with pytest.raises(ValueError):
        codec.decode("1" * 5000)
    deep = 100 * sys.getrecursionlimit()
    with pytest.raises((RecursionError, ValueError)):
        codec.encode(codec.decode("[" * deep + "]" * deep))


def test_a_lone_surrogate_travels_as_an_escape() -> None:
    value = codec.decode('"a\\ud83d"')
    assert value == "a\ud83d"
    assert codec.encode(value) == '"a\\ud83d"'


def test_has_no_form_for_other_things() -> None:
    with pytest.raises(TypeError):
        codec.encode({"a": {1, 2}})
    assert codec.encode([float("nan"), float("inf"), float("-inf")]) == "[NaN,Infinity,-Infinity]"


def test_falls_back_to_json_without_the_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_json", None)
    assert codec._scanner()('{"a":[1]}', 0) == ({"a": [1]}, 9)
    assert codec._quoter()('é"') == '"\\u00e9\\""'


def test_a_call_is_known_by_tool_and_input_alone() -> None:
    one = codec.digest("Bash", {"command": "ls", "description": "d"})
    assert one == codec.digest("Bash", {"description": "d", "command": "ls"})
    assert one != codec.digest("Shell", {"command": "ls", "description": "d"})
    assert one != codec.digest("Bash", {"command": "ls ", "description": "d"})
    assert len(codec.digest("Bash", {"command": "\ud83d"})) == 32


def test_json_that_is_cut_off_is_a_value_error_where_json_itself_is_not_loaded() -> None:
    code = """
import sys
from cctl.core.hook.codec import decode
for text in ('{', '"abc', '[1', '{"a"', '{"a":'):
    try:
        decode(text)
    except ValueError:
        continue
    raise AssertionError(text)
print('json' in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
