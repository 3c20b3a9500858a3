"""Walking homes: every file with what tells whether it changed, links without circles, names without reading."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host import walk
from cctl.host.walk import Home
from tests.fake_agent import Fake


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "logs" / "p").mkdir(parents=True)
    return Home(Fake(), str(tmp_path))


def put(home: Home, name: str, text: str = "x\n") -> Path:
    path = Path(home.path) / "logs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def changed(home: Home, old: walk.Listing) -> list[str]:
    return sorted(found.path for found in walk.changed(home, old, walk.listing(home)))


def test_transcripts_are_found_wherever_the_agent_puts_them(home: Home) -> None:
    for name in ("p/a.jsonl", "p/a/subagents/x.jsonl", "p/notes.jsonl", "p/a.txt"):
        put(home, name)
    assert changed(home, []) == ["logs/p/a.jsonl", "logs/p/a/subagents/x.jsonl"]


def test_only_what_changed_is_told(home: Home) -> None:
    path = put(home, "p/a.jsonl")
    put(home, "p/b.jsonl")
    old = walk.unpacked(walk.packed(walk.listing(home)))
    assert changed(home, old) == []
    with path.open("a") as file:
        file.write("more\n")
    assert changed(home, old) == ["logs/p/a.jsonl"]
    os.utime(path, ns=(5, 5))
    put(home, "q/c.jsonl")
    assert changed(home, old) == ["logs/p/a.jsonl", "logs/q/c.jsonl"]


def test_equal_listings_are_equal_bytes(home: Home) -> None:
    put(home, "p/a.jsonl")
    one, other = walk.listing(home), walk.listing(home)
    assert walk.packed(one) == walk.packed(other) == walk.packed(walk.unpacked(walk.packed(one)))


def test_a_listing_that_cannot_be_unpacked_is_none() -> None:
    assert walk.unpacked(b"") == []
    whole = walk.packed([("logs", [("a.jsonl", 1, 2, 3, 4)])])
    for place in range(len(whole)):
        assert walk.unpacked(whole[:place]) == []
        assert walk.unpacked(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]) == []


def test_what_is_gone_is_told(home: Home) -> None:
    path = put(home, "p/a.jsonl")
    put(home, "p/b.jsonl")
    put(home, "q/c.jsonl")
    old = walk.listing(home)
    path.unlink()
    (Path(home.path) / "logs" / "q" / "c.jsonl").unlink()
    assert sorted(walk.vanished(old, walk.listing(home))) == ["logs/p/a.jsonl", "logs/q/c.jsonl"]
    assert list(walk.vanished(old, old)) == []


def test_a_meta_file_that_comes_later_is_a_change(home: Home) -> None:
    put(home, "p/a/x.jsonl")
    old = walk.listing(home)
    put(home, "p/a/x.meta.json", "{}")
    (found,) = walk.changed(home, old, walk.listing(home))
    assert (found.path, found.meta) == ("logs/p/a/x.jsonl", True)


def test_links_are_followed_once_and_never_in_circles(home: Home, tmp_path: Path) -> None:
    put(home, "p/a.jsonl")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.jsonl").write_text("x\n")
    logs = tmp_path / "logs"
    (logs / "p" / "up").symlink_to(logs)
    (logs / "q").symlink_to(elsewhere)
    (logs / "r").symlink_to(elsewhere)
    (logs / "p" / "nowhere.jsonl").symlink_to("gone")
    (logs / "p" / "linked.jsonl").symlink_to(elsewhere / "b.jsonl")
    assert [name for name in changed(home, []) if "/q/" not in name and "/r/" not in name] == [
        "logs/p/a.jsonl",
        "logs/p/linked.jsonl",
    ]
    assert len(changed(home, [])) == 3


def test_pipes_and_folders_are_no_transcripts(home: Home) -> None:
    (Path(home.path) / "logs" / "p" / "folder.jsonl").mkdir()
    os.mkfifo(Path(home.path) / "logs" / "p" / "pipe.jsonl")
    assert changed(home, []) == []


def test_a_home_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert walk.listing(Home(Fake(), str(tmp_path / "gone"))) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named(home: Home) -> None:
    folder = Path(home.path) / "logs" / "p"
    folder.chmod(0)
    unreadable: list[str] = []
    walk.listing(home, unreadable)
    folder.chmod(0o700)
    assert unreadable == [str(folder)]


def test_names_that_are_not_utf8_are_names(home: Home) -> None:
    path = os.fsencode(home.path) + b"/logs/p/\xff.jsonl"
    Path(os.fsdecode(path)).write_text("x\n")
    old = walk.unpacked(walk.packed(walk.listing(home)))
    assert [os.fsencode(name) for name in changed(home, [])] == [b"logs/p/\xff.jsonl"]
    assert changed(home, old) == []


def test_homes_are_real_and_each_is_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to("a")
    env = {"FAKE_HOME": f"{tmp_path}/a,{tmp_path}/b,{tmp_path}/c"}
    assert [home.path for home in walk.homes([Fake()], env, "/h")] == [f"{tmp_path}/a", f"{tmp_path}/c"]


def test_a_link_to_itself_hides_nothing(home: Home) -> None:
    put(home, "p/a.jsonl")
    logs = Path(home.path) / "logs"
    (logs / "loop").symlink_to("loop")
    (logs / "p" / "one").symlink_to("two")
    (logs / "p" / "two").symlink_to("one")
    unreadable: list[str] = []
    found = walk.listing(home, unreadable)
    assert [(folder, [entry[0] for entry in entries]) for folder, entries in found] == [("logs/p", ["a.jsonl"])]
    assert not unreadable
