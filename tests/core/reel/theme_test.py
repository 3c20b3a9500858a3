"""Roles as escape codes."""

from __future__ import annotations

from cctl.core.reel.cell import Style
from tests.taste import DARK, LIGHT, NONE


def test_escapes():
    assert DARK.escape(Style()) == ""
    assert DARK.escape(Style("good", bold=True)) == "\x1b[1;38;2;86;211;100m"
    assert LIGHT.escape(Style(paper="bar")) == "\x1b[48;2;238;241;244m"


def test_the_theme_without_colours_uses_weights_alone():
    assert not NONE.has_colours
    assert NONE.escape(Style("bad", bold=True)) == "\x1b[1m"
    assert NONE.escape(Style("del", "del_paper")) == "\x1b[2m"
    assert NONE.escape(Style("add", "add_paper")) == "\x1b[1m"


def test_a_palette_has_sixteen_colours():
    assert len(DARK.palette()) == len(LIGHT.palette()) == 16


def test_rules_of_a_sheet():
    assert DARK.rules(Style("good", "bar", bold=True), "color", "background") == [
        "color:#56d364",
        "background:#161b22",
        "font-weight:bold",
    ]
    assert NONE.rules(Style("del", "del_paper"), "fill") == ["opacity:.65"]
    assert NONE.rules(Style("dim", "bar"), "fill") == []
