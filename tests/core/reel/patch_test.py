"""What is shown as changed must be what changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.reel.patch import compared, computed, counted, from_text, hunks_of, patches


def test_an_edit_without_hunks_is_compared_line_by_line():
    made = computed({"file_path": "a.py", "old_string": "a\nb\nc", "new_string": "a\nB\nc"})
    assert made[0]["hunks"][0]["lines"] == [" a", "-b", "+B", " c"]
    assert (made[0]["added"], made[0]["removed"]) == (1, 1)


def test_the_results_own_hunks_win():
    told = {"path": "/x", "added": 2, "removed": 0, "hunks": [{"lines": ["+a", "+b"]}]}
    assert patches({"input": {"old_string": "q", "new_string": "r"}}, {"patches": [told]}) == [told]
    bare = {"path": "/x", "added": 1, "removed": 1}
    filled = patches({"input": {"file_path": "/x", "old_string": "q", "new_string": "r"}}, {"patches": [bare]})
    assert filled[0]["hunks"][0]["lines"] == ["-q", "+r"]


def test_several_edits_a_whole_file_and_nothing():
    many = computed(
        {"file_path": "a", "edits": [{"old_string": "a", "new_string": "b"}, {"old_string": "c", "new_string": "d"}]}
    )
    assert len(many[0]["hunks"]) == 2
    whole = computed({"file_path": "a", "content": "x\ny\n"})[0]
    assert (whole["kind"], whole["added"]) == ("add", 2)
    assert computed({"command": "ls"}) == []


def test_a_patch_as_text():
    text = "*** Begin Patch\n*** Update File: a.py\n@@ def f\n x\n-y\n+z\n*** Add File: b.py\n+new\n*** End Patch"
    made = list(from_text(text))
    assert [(each["path"], each["kind"], counted(each)) for each in made] == [
        ("a.py", "update", (1, 1)),
        ("b.py", "add", (1, 0)),
    ]
    assert made[0]["hunks"][0]["lines"] == [" x", "-y", "+z"]


def test_hunks_of_the_wrong_shape_are_left_out():
    assert hunks_of({"hunks": [None, {"lines": 3}, {"lines": ["a", 4]}, {"lines": ["+a"]}]}) == [{"lines": ["+a"]}]
    assert hunks_of({"hunks": "x"}) == []


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdef"), max_size=30))
def test_applying_the_hunks_gives_the_new_text(old, new):
    hunks = compared("\n".join(old), "\n".join(new))
    out, at = [], 0
    for hunk in hunks:
        start = hunk["old_start"] - 1
        out += old[at:start]
        out += [line[1:] for line in hunk["lines"] if line[0] != "-"]
        at = start + hunk["old_lines"]
    assert out + old[at:] == new
