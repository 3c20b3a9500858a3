"""Which files a patch names."""

from __future__ import annotations

from cctl.core.hook.patch import MOST, targets


def test_every_name_with_fewer_and_fewer_folders() -> None:
    patch = b'--- a/old\n+++ b/x/y.py\t2026-01-01\n@@ -1 +1 @@\n-a\n+++ b\nrename to "c d/e"\n'
    assert list(targets(patch)) == ["a/old", "old", "b/x/y.py", "x/y.py", "y.py", "b", "c d/e", "e"]


def test_what_is_no_patch_names_nothing() -> None:
    assert list(targets(b"")) == []
    assert list(targets(b"\xff\xfe+++\x00")) == []


def test_a_patch_of_endless_heads_ends() -> None:
    assert len(list(targets(b"+++ a\n" * (MOST * 2)))) < MOST
