"""Cells of records."""

from __future__ import annotations

from cctl.kit.table import default_columns, table, tsv_cell, value_at


def test_dotted_paths() -> None:
    record = {"a": {"b": {"c": 1}}, "n": None}
    assert value_at(record, "a.b.c") == 1
    assert value_at(record, "a.x.c") is None
    assert value_at(record, "n.x") is None


def test_default_columns_leave_out_what_no_eye_looks_for() -> None:
    record = {"type": "x", "v": 1, "ts": "t", "src": {}, "tokens": {"input": 1, "deep": {"x": 1}}, "tools": ["a"]}
    assert default_columns(record) == ("ts", "tokens.input", "tools")


def test_cells_of_every_kind() -> None:
    assert tsv_cell(True) == "yes"
    assert tsv_cell(["a", "b"]) == "a, b"
    assert tsv_cell({"a": [1]}) == '{"a":[1]}'
    assert tsv_cell(None) == ""


def test_numbers_stand_right_and_ratios_are_shares() -> None:
    rows = [{"name": "a", "context_ratio": 0.5, "n": 1}, {"name": "bb", "context_ratio": 0.25, "n": 1000}]
    text = table(rows, ())
    assert "50%" in text
    assert text.splitlines()[2].endswith("1")
    assert text.splitlines()[3].endswith("1,000")


def test_no_rows_no_table() -> None:
    assert table([{"other": 1}], ("a",)).count("\n") <= 1
