"""Walking ahead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.host import ahead, walk


def test_it_sees_what_the_parent_would(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    for number in range(50):
        (folder / f"{number}.jsonl").write_text("x" * number)
    env = {"HOME": str(tmp_path)}
    found = ahead.begin(env, str(tmp_path))
    assert found
    for home in walk.homes(agents().values(), env, str(tmp_path)):
        assert found(home.path) == walk.packed(walk.listing(home))
        assert found(home.path) is None, "told once"


def test_what_can_not_be_read_is_left_to_the_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".claude/projects/-p").mkdir(parents=True)

    def unreadable(home: walk.Home, problems: list[str] | None = None) -> walk.Listing:
        assert problems is not None
        problems.append("somewhere")
        return []

    monkeypatch.setattr(walk, "listing", unreadable)
    found = ahead.begin({}, str(tmp_path))
    assert found
    assert found(str(tmp_path / ".claude")) is None


def test_a_child_that_dies_costs_nothing_but_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "homes", lambda *_: os._exit(7))
    found = ahead.begin({}, str(tmp_path))
    assert found
    assert found("/x") is None


def test_no_fork_where_it_is_not_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert ahead.begin({}, str(tmp_path)) is None


def test_an_early_walk_is_taken_once_or_forgotten(tmp_path: Path) -> None:
    ahead.early(["stats", "-"], {"HOME": str(tmp_path)})
    assert ahead.taken() is None
    ahead.early(["stats"], {})
    assert ahead.taken() is None
    ahead.early(["stats"], {"HOME": str(tmp_path)})
    begun = ahead.taken()
    assert begun
    assert ahead.taken() is None
    begun.forget()
    assert begun(str(tmp_path)) is None
    begun.forget()
