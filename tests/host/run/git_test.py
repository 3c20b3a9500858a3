"""Repositories before and after a run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from cctl.host.run.git import Repository
from tests import needed

ENV = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_DIR": "/somewhere/else"}
NAMES = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), **NAMES}
    command = [needed.program("git"), *words]
    return subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "a").write_text("1\n")
    (folder / ".gitignore").write_text("ignored\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


def test_commits_untracked_files_and_only_what_the_run_did(work: Path, tmp_path: Path) -> None:
    (work / "dirty").write_text("of the user\n")
    seen = Repository(str(work), str(tmp_path / "store"), ENV)
    before = seen.look()
    (work / "a").write_text("1\n2\n")
    git(work, "commit", "-qam", "second")
    (work / "new\nname").write_text("x\ny\n")
    (work / "picture").write_bytes(b"\0\1\2" * 100)
    (work / "ignored").write_text("no\n")
    found = seen.between(before, seen.look())
    paths = {each["path"]: each for each in found["files"]}
    assert set(paths) == {"a", "new\nname", "picture"} and paths["picture"]["binary"]
    assert (found["changed"], found["added"], found["removed"]) == (3, 3, 0)
    assert [each["subject"] for each in found["commits"]] == ["second"]
    assert found["before"]["branch"] == "main" and "tree" not in found["before"]


def test_nothing_of_it_is_left_in_the_repository(work: Path, tmp_path: Path) -> None:
    (work / "new").write_text("x\n")
    git(work, "status")
    before = {path: path.read_bytes() for path in (work / ".git").rglob("*") if path.is_file()}
    Repository(str(work), str(tmp_path / "store"), ENV).look()
    assert {path: path.read_bytes() for path in (work / ".git").rglob("*") if path.is_file()} == before


def test_odd_repositories(tmp_path: Path, work: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "error" in Repository(str(empty), str(tmp_path / "s1"), ENV).look()
    git(empty, "init", "-q", "-b", "main")
    seen = Repository(str(empty), str(tmp_path / "s2"), ENV)
    before = seen.look()
    assert before["branch"] == "main" and "head" not in before
    (empty / "f").write_text("x\n")
    git(empty, "add", ".")
    git(empty, "commit", "-qm", "root")
    found = seen.between(before, seen.look())
    assert found["changed"] == 1 and [each["subject"] for each in found["commits"]] == ["root"]
    git(work, "checkout", "-q", "--detach")
    assert "branch" not in Repository(str(work), str(tmp_path / "s3"), ENV).look()
    assert Repository(str(work), str(tmp_path / "s4"), {"PATH": "/nonexistent"}).look() == {
        "error": "git isn't installed"
    }
