"""Every kind of moment is drawn, fits its columns, and shows what it must."""

from __future__ import annotations

import pytest

from cctl.core.reel.cell import plain, row_width
from cctl.core.reel.choose import GROUPS, Cut
from cctl.core.reel.scene import scene
from cctl.core.reel.tell import checked, tell
from tests.staged import Stage, story
from tests.taste import REDACTOR, TASTE

MOMENTS = tell(story().records, TASTE, Cut(max_seconds=0, select=frozenset(GROUPS)), REDACTOR).moments[1:-1]


def text(moment, columns=100):
    return "\n".join(plain(spans) for spans in scene(moment, columns, TASTE).rows)


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda each: each["kind"])
def test_every_row_fits(moment, columns):
    shot = scene(moment, columns, TASTE)
    assert all(row_width(spans) <= columns for step in shot.steps for spans in step.rows)
    assert shot.hold > 0


def find(kind, **fields):
    return next(each for each in MOMENTS if each["kind"] == kind and all(each.get(k) == v for k, v in fields.items()))


def test_an_edit_is_a_diff_with_line_numbers():
    shown = text(find("edit", title="greet.py"))
    assert "● Update greet.py  +1 −1  fixes the error" in shown
    assert '    2 −     return f"Hi, {name}"' in shown
    assert '    2 +     return f"Hello, {name}"' in shown


def test_a_long_file_is_cut_and_counted():
    shown = text(find("edit", title="NOTES.md"))
    assert "Create NOTES.md  +32 −0" in shown
    assert "… 16 more lines" in shown


def test_runs_say_how_they_ended():
    red, green = (each for each in MOMENTS if each["kind"] == "test")
    assert "✗ tests fail" in text(red) and "1 failed, 11 passed" in text(red)
    assert "✓ tests pass again" in text(green)
    assert "⊘ refused by the user: not now" in text(find("command"))


def test_a_command_is_typed_and_its_output_comes_later():
    shot = scene(find("command"), 100, TASTE)
    assert len(shot.steps) > 2
    assert plain(shot.steps[0].rows[0]).endswith("▌")
    assert len(shot.steps[0].rows) == 1 < len(shot.rows)


def test_marks():
    marks = {scene(each, 100, TASTE).mark for each in MOMENTS}
    assert {"tests fail", "tests pass again", "commit Greet properly", "refused rm -rf build"} <= marks


def test_hostile_text_is_drawn_as_text():
    stage = Stage()
    nasty = "\x1b[2J\x1b]0;x\x07\u202eabc\u202c\u200b" + "字" * 300 + "e\u0301" * 50 + "\r\nx\r" + "z" * 200_000
    for command in (nasty, "\n\n\n", "\t" * 500, "\ud800"):
        stage.run(command, nasty, code=1)
        stage.prompt(nasty)
        stage.words(nasty)
        stage.call("Write", {"file_path": nasty, "content": nasty})
        stage.call(nasty, {"path": nasty}, nasty, error=True)
    for moment in tell(stage.records, TASTE, Cut(max_seconds=0), REDACTOR).moments[1:-1]:
        shot = scene(moment, 60, TASTE)
        assert all(row_width(spans) <= 60 for spans in shot.rows)
        assert not any("\x1b" in span.text or "\u202e" in span.text for spans in shot.rows for span in spans)


def test_a_bare_moment_from_a_hand():
    for kind in frozenset().union(*GROUPS.values()):
        assert scene(checked({"kind": kind, "title": "x"}), 80, TASTE).rows
