"""What is committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.brain.revision import commits, content
from tests.repository import commit, git, repository

POLICY = ".cctl/policy.toml"


def test_commits_are_read_from_the_files_of_git(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r", a="1")
    head = git(repo, "rev-parse", "HEAD")
    assert commits(str(repo)) == {"HEAD": head}
    git(repo, "pack-refs", "--all")
    assert commits(str(repo)) == {"HEAD": head}
    git(repo, "checkout", "-q", "--detach")
    assert commits(str(repo)) == {"HEAD": head}
    assert commits(str(tmp_path)) == {}


def test_work_trees_and_the_upstream_default_branch_are_found(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r", a="1")
    git(repo, "worktree", "add", "-q", str(tmp_path / "w"), "-b", "side")
    side = commit(tmp_path / "w", {"b": "2"})
    assert commits(str(tmp_path / "w")) == {"HEAD": side}
    git(tmp_path, "clone", "-q", str(repo), "c")
    found = commits(str(tmp_path / "c"))
    assert found["HEAD"] == found["refs/remotes/origin/HEAD"] == git(repo, "rev-parse", "main")


def test_content_is_that_of_the_commit_whatever_lies_in_the_work_tree(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    head = commit(repo, {POLICY: "policy = 'locked'\n"})
    (repo / POLICY).write_text("softer")
    assert content(str(repo), head, POLICY) == b"policy = 'locked'\n"
    assert content(str(repo), head, "other.toml") is None
    with pytest.raises(OSError, match="git"):
        content(str(repo), "0" * 40, POLICY)


def test_no_program_of_the_repository_takes_part(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    head = commit(repo, {POLICY: "x\n", ".gitattributes": "*.toml diff=evil filter=evil\n"})
    for key in ("diff.evil.textconv", "filter.evil.smudge", "core.fsmonitor", "core.pager"):
        git(repo, "config", key, f"touch {tmp_path}/ran")
    assert content(str(repo), head, POLICY) == b"x\n"
    assert not (tmp_path / "ran").exists()
