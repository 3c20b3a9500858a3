"""Git for tasks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host.plan.hands import Failed
from cctl.host.plan.tree import Trees
from tests import needed
from tests.repository import git, repository


def trees(folder: Path) -> Trees:
    return Trees(str(repository(folder / "r", a_txt="one\n")), str(folder / "scratch"), {"PATH": os.environ["PATH"]})


def test_a_snapshot_holds_all_and_moves_nothing(tmp_path: Path) -> None:
    found = trees(tmp_path)
    top = Path(found.top)
    (top / "new.txt").write_text("new\n")
    (top / ".gitignore").write_text("skip\n")
    (top / "skip").write_text("x")
    head, status = git(top, "rev-parse", "HEAD"), git(top, "status", "--porcelain")
    commit = found.snapshot(found.top, "t")
    assert git(top, "ls-tree", "--name-only", commit).split() == [".gitignore", "a.txt", "new.txt"]
    assert git(top, "rev-parse", f"{commit}^") == head
    assert (git(top, "rev-parse", "HEAD"), git(top, "status", "--porcelain")) == (head, status)
    assert found.changed(found.top, head, commit, ["new.*", "a.txt"]) == ["new.txt"]
    assert "+new" in found.diff(head, commit)


def test_a_repository_without_commits_has_snapshots_too(tmp_path: Path) -> None:
    top = tmp_path / "empty"
    top.mkdir()
    git(top, "init", "-q")
    (top / "a").write_text("a")
    found = Trees(str(top), str(tmp_path / "scratch"), {"PATH": os.environ["PATH"]})
    assert found.head(str(top)) == ""
    assert git(top, "ls-tree", "--name-only", found.snapshot(str(top), "t")) == "a"


def test_branches_copies_and_merges(tmp_path: Path) -> None:
    found = trees(tmp_path)
    one, two, clean = (str(tmp_path / name) for name in ("one", "two", "clean"))
    base = found.head(found.top)
    found.branch_off(one, "cctl/one", base)
    found.branch_off(one, "cctl/one", base)  # again, as after a crash
    (Path(one) / "a.txt").write_text("mine\n")
    commit = found.record(one, "one")
    assert found.record(one, "one") == commit
    found.branch_off(two, "cctl/two", base)
    (Path(two) / "a.txt").write_text("theirs\n")
    other = found.record(two, "two")
    with pytest.raises(Failed, match="doesn't merge"):
        found.merge(two, [commit])
    assert found.head(two) == other
    found.clean(clean, commit)
    (Path(clean) / "junk").touch()
    found.clean(clean, commit)
    assert sorted(each.name for each in Path(clean).iterdir()) == [".git", "a.txt"]
    found.remove(clean)
    assert not Path(clean).exists()


def test_hooks_of_the_repository_are_not_run(tmp_path: Path) -> None:
    found = trees(tmp_path)
    hook = Path(found.top) / ".git/hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    found.clean(str(tmp_path / "clean"), found.head(found.top))
    assert not (tmp_path / "ran").exists()


def test_without_git_nothing_goes(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="git isn't installed"):
        Trees(str(tmp_path), str(tmp_path / "s"), {"PATH": str(tmp_path)}).snapshot(str(tmp_path), "t")


def test_without_a_repository_nothing_goes(tmp_path: Path) -> None:
    needed.program("git")
    with pytest.raises(Failed, match="git rev-parse"):
        Trees(str(tmp_path), str(tmp_path / "s"), {"PATH": os.environ["PATH"]}).snapshot(str(tmp_path), "t")
