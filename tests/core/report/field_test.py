"""Fields that may be anything."""

from __future__ import annotations

from cctl.core.report.field import columns, mapping, mappings, number, of_type, text


def test_columns_in_a_line():
    key, head, kind = columns("project", "turns:prompts:count")[1]
    assert (key, head, kind) == ("turns", "prompts", "count")
    assert columns("project")[0] == ("project", "project", "text")


def test_what_is_none_is_none():
    assert (number(3), number("3"), number(True), number(None)) == (3.0, None, None, None)
    assert mapping(3) == {} and mappings([{}, 3]) == [{}] and mappings("x") == []
    assert text({"a": None}, "a") == "" and text({"a": 3}, "a") == "3"
    assert of_type([{"type": "a"}, {}], "a") == [{"type": "a"}]
