"""Hunks as rows."""

from __future__ import annotations

from cctl.core.reel.cell import plain, row_width
from cctl.core.reel.difference import diff_rows
from cctl.core.reel.scene import plainly


def hunk(lines, old=10, new=12):
    return {"old_start": old, "new_start": new, "lines": lines}


def shown(patches, most=20, columns=60):
    return [plain(spans) for spans in diff_rows(patches, columns, most, plainly)]


def test_numbers_count_on_their_side():
    rows = shown([{"path": "a", "hunks": [hunk([" a", "-b", "-c", "+B", " d"])]}])
    assert rows == ["   12   a", "   11 − b", "   12 − c", "   13 + B", "   14   d"]


def test_hunks_are_set_apart_and_files_named():
    rows = shown([{"path": "a", "hunks": [hunk(["+a"]), hunk(["+b"], 90, 91)]}, {"path": "b", "hunks": [hunk(["-c"])]}])
    assert rows == ["  a", "   12 + a", "     ⋮", "   91 + b", "  b", "   10 − c"]


def test_a_long_hunk_begins_at_its_change():
    rows = shown([{"hunks": [hunk([" x"] * 30 + ["+new"] + [" y"] * 30)]}], most=8)
    assert any("+ new" in each for each in rows)
    assert rows[-1].strip() == "… 53 more lines"


def test_grounds_reach_the_edge_and_long_lines_are_cut():
    rows = diff_rows([{"hunks": [hunk(["+" + "x" * 500, "-字" * 90])]}], 60, 20, plainly)
    assert [row_width(spans) for spans in rows] == [60, 60]


def test_no_newline_at_the_end_is_no_line():
    assert shown([{"hunks": [hunk(["-a", "\\ No newline at end of file", "+a"])]}]) == ["   10 − a", "   12 + a"]


def test_odd_starts():
    assert shown([{"hunks": [{"lines": ["+a"], "old_start": "x", "new_start": -3}]}]) == ["      + a"]
