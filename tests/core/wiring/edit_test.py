"""Changes to a JSON text: in its own style, and undone to the byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.wiring.edit import Edit, applied, put, root_of, style_of, take, undone, written
from cctl.core.wiring.text import Unusable, parse

FLAT = st.dictionaries(st.text(max_size=6), st.integers() | st.text() | st.lists(st.integers(), max_size=3), max_size=4)


@given(
    FLAT, st.sampled_from([None, 0, 2, 4, "\t"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n", "\n\n"])
)
def test_what_is_put_in_is_there_and_can_be_undone(value: dict[str, Any], indent: Any, newline: str, end: str) -> None:
    text = (json.dumps(value, indent=indent) + end).replace("\n", newline)
    root = root_of(text)
    change = put(text, root, {"x": [1, {"y": "z"}]}, style_of(text, root), 0, "new key")
    after = applied(text, change)
    assert json.loads(after) == value | {"new key": {"x": [1, {"y": "z"}]}}
    assert list(json.loads(after)) == [*(key for key in value if key != "new key"), "new key"] or "new key" in value
    assert undone(after, [change]) == text


@given(FLAT.filter(bool), st.sampled_from([None, 2, "\t"]), st.data())
def test_what_is_taken_out_takes_nothing_with_it(value: dict[str, Any], indent: Any, data: Any) -> None:
    text = json.dumps(value, indent=indent)
    at = data.draw(st.integers(0, len(value) - 1))
    after = applied(text, take(text, root_of(text), at))
    assert json.loads(after) == {key: each for place, (key, each) in enumerate(value.items()) if place != at}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("{}", '{\n  "k": [\n    1\n  ]\n}'),
        ("{ \n\n}", '{\n  "k": [\n    1\n  ]\n}'),
        ('{"a":1}', '{"a":1,"k":[1]}'),
        ('{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "k": [\n        1\n    ]\n}\n'),
        ('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"k": [\n\t\t1\n\t]\n}'),
        ('{\r\n  "a": 1\r\n}', '{\r\n  "a": 1,\r\n  "k": [\r\n    1\r\n  ]\r\n}'),
        ('{\n\n  "a": 1\n}', '{\n\n  "a": 1,\n  "k": [\n    1\n  ]\n}'),
    ],
)
def test_the_texts_own_style_is_kept(text: str, after: str) -> None:
    root = root_of(text)
    change = put(text, root, [1], style_of(text, root), 0, "k")
    assert applied(text, change) == after
    assert undone(after, [change]) == text


def test_only_what_was_made_is_undone() -> None:
    assert undone("abXcd", [Edit(2, "", "X")]) == "abcd"
    assert undone("abYcd", [Edit(2, "", "X")]) is None


def test_empty_values_stay_on_their_line() -> None:
    style = style_of("{}", parse("{}"))
    assert written({"a": {}, "b": [], "c": None}, style, 0) == '{\n  "a": {},\n  "b": [],\n  "c": null\n}'


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null"])
def test_settings_are_one_object(text: str) -> None:
    with pytest.raises(Unusable, match="one object"):
        root_of(text)
