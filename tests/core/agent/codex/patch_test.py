"""Files that a patch changed."""

import pytest

from cctl.core.agent.codex.patch import asked_for, changed


def test_changes_of_newer_and_older_versions_are_the_same_patches() -> None:
    diff = "@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n@@ -9 +10 @@\n-x\n+y\n"
    newer = changed({"/p/a": {"type": "update", "unified_diff": diff, "move_path": "/p/b"}})
    older = changed({"/p/a": {"update": {"unified_diff": "--- a\n+++ b\n" + diff, "move_path": "/p/b"}}})
    assert newer == older
    assert newer == [
        {
            "path": "/p/a",
            "kind": "update",
            "added": 3,
            "removed": 2,
            "hunks": [
                {"old_start": 1, "old_lines": 2, "new_start": 1, "new_lines": 3, "lines": [" a", "-b", "+c", "+d"]},
                {"old_start": 9, "old_lines": 1, "new_start": 10, "new_lines": 1, "lines": ["-x", "+y"]},
            ],
            "to": "/p/b",
        }
    ]


def test_whole_files_that_come_and_go() -> None:
    patches = changed({"n": {"type": "add", "content": "a\nb\n"}, "o": {"delete": {"content": "x"}}, "e": {"add": {}}})
    assert patches is not None
    assert [(each["path"], each["kind"], each["added"], each["removed"]) for each in patches] == [
        ("n", "create", 2, 0),
        ("o", "delete", 0, 1),
        ("e", "create", 0, 0),
    ]
    assert patches[0]["hunks"][0]["lines"] == ["+a", "+b"]


def test_a_long_patch_is_cut_and_says_so_but_counts_whole() -> None:
    content = "".join(f"{'x' * 3000}\n" for _ in range(500))
    patches = changed({"n": {"type": "add", "content": content}})
    assert patches is not None
    assert (patches[0]["added"], patches[0]["cut"]) == (500, True)
    assert (len(patches[0]["hunks"][0]["lines"]), len(patches[0]["hunks"][0]["lines"][0])) == (400, 2000)


@pytest.mark.parametrize(
    "odd", [{"p": {"type": "update", "unified_diff": "@@ broken @@\n+a"}}, {"p": {}}, {"p": {"x": 3}}]
)
def test_changes_of_another_shape_are_survived(odd: object) -> None:
    patches = changed(odd)
    assert patches is not None
    assert patches[0]["path"] == "p"


def test_nothing_noted_is_not_the_same_as_nothing_changed() -> None:
    assert changed(None) is None
    assert changed({}) == []


def test_a_patch_tells_by_itself_what_it_asks_for() -> None:
    text = "*** Begin Patch\n*** Add File: n\n+1\n+2\n*** Update File: u\n*** Move to: v\n@@\n-a\n+b\n c\n"
    found = asked_for(text + "*** Delete File: d\n*** End Patch")
    assert [(each["kind"], each["path"], each.get("to"), each["added"], each["removed"]) for each in found] == [
        ("create", "n", None, 2, 0),
        ("update", "u", "v", 1, 1),
        ("delete", "d", None, 0, 0),
    ]
    assert asked_for("no patch") == asked_for(None) == []
