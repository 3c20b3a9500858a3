from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.host.live.files import Files
from cctl.host.live.grounds import Grounds


def only(home: Path) -> Files:
    """The files of this home and no other."""
    return Files({"claude": agents()["claude"]}, {"CLAUDE_CONFIG_DIR": str(home)}, str(home.parent))


class Seen:
    """A home that needn't be there, and what is watched of it."""

    def __init__(self, root: Path) -> None:
        self.home = root / ".claude"
        self.watched: list[str] = []
        files = only(self.home)
        self.grounds = Grounds(files, [f"{self.home}/sessions"], self.watched.append)

    def new(self) -> list[str]:
        """What is watched since the last call, relative to the home's folder."""
        found = sorted({each[len(str(self.home.parent)) :] for each in self.watched})
        self.watched.clear()
        return found


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    return Seen(tmp_path)


def test_what_is_there_is_watched(seen: Seen) -> None:
    (seen.home / "projects" / "-p" / "s1").mkdir(parents=True)
    (seen.home / "sessions").mkdir()
    (seen.home / "plugins").mkdir()
    seen.grounds.begin()
    assert seen.new() == ["/.claude/projects", "/.claude/projects/-p", "/.claude/projects/-p/s1", "/.claude/sessions"]
    assert seen.grounds.look() == set()


def test_of_what_is_not_there_the_way_is_watched(seen: Seen) -> None:
    seen.grounds.begin()
    assert seen.new() == [""]
    seen.home.mkdir()
    assert seen.grounds.appeared(str(seen.home)) == set() and seen.new() == ["/.claude"]
    (seen.home / "sessions").mkdir()
    (seen.home / "sessions" / "7.json").touch()
    assert seen.grounds.appeared(f"{seen.home}/sessions") == {f"{seen.home}/sessions/7.json"}
    assert seen.new() == ["/.claude/sessions"]
    (seen.home / "projects" / "-p").mkdir(parents=True)
    (seen.home / "projects" / "-p" / "s1.jsonl").touch()
    (seen.home / "projects" / "-p" / "notes.txt").touch()
    assert seen.grounds.appeared(f"{seen.home}/projects") == {f"{seen.home}/projects/-p/s1.jsonl"}
    assert seen.new() == ["/.claude/projects", "/.claude/projects/-p"]
    (seen.home / "plugins").mkdir()
    assert seen.grounds.appeared(f"{seen.home}/plugins") == set() and seen.new() == []


def test_a_folder_that_comes_while_the_way_is_watched_is_not_missed(tmp_path: Path) -> None:
    made = Seen(tmp_path)

    def watch(folder: str) -> None:
        made.watched.append(folder)
        if folder == str(tmp_path):
            (tmp_path / ".claude" / "sessions").mkdir(parents=True, exist_ok=True)

    Grounds(only(made.home), [f"{made.home}/sessions"], watch).begin()
    assert made.new() == ["", "/.claude", "/.claude/sessions"]


def test_what_goes_is_waited_for_again(seen: Seen) -> None:
    (seen.home / "sessions").mkdir(parents=True)
    (seen.home / "projects").mkdir()
    seen.grounds.begin()
    seen.new()
    (seen.home / "sessions").rmdir()
    assert seen.grounds.gone(f"{seen.home}/sessions") == set() and seen.new() == ["/.claude"]
    (seen.home / "sessions").mkdir()
    (seen.home / "sessions" / "7.json").touch()
    assert seen.grounds.look() == {f"{seen.home}/sessions/7.json"}
    assert seen.grounds.look() == set()


def test_a_folder_that_cannot_be_read_holds_nothing(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    (seen.home / "sessions").mkdir(parents=True)

    def refused(path: str) -> list[str]:
        raise PermissionError(path)

    monkeypatch.setattr("cctl.host.live.grounds.os.listdir", refused)
    seen.grounds.begin()
    assert seen.grounds.look() == set()
