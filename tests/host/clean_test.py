"""The files of sessions."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.core.clean import Unit
from cctl.host import clean
from cctl.host.walk import Home
from cctl.records.errors import CannotWrite

SESSION = "11111111-aaaa-4000-8000-000000000001"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "home/projects/-p"
    inside = folder / SESSION
    (inside / "subagents").mkdir(parents=True)
    (inside / "tool-results").mkdir()
    (folder / f"{SESSION}.jsonl").write_text("main\n")
    (inside / "subagents/agent-a.jsonl").write_text("agent\n")
    (inside / "subagents/agent-a.meta.json").write_text("{}")
    (inside / "tool-results/x.txt").write_text("x")
    (folder / "memory").mkdir()
    (folder / "memory/MEMORY.md").write_text("kept")
    return Home(agents()["claude"], str(tmp_path / "home"))


def only(home: Home) -> Unit:
    (unit,) = clean.units([home])
    return unit


def test_a_session_is_its_transcript_and_all_of_its_folder(home: Home) -> None:
    unit = only(home)
    assert unit.session == SESSION
    assert [name.rpartition("/")[2] for name, _ in unit.files] == [
        f"{SESSION}.jsonl", "agent-a.jsonl", "agent-a.meta.json", "x.txt",
    ]  # fmt: skip


def test_deleting_takes_that_and_nothing_else(home: Home) -> None:
    clean.delete(only(home))
    left = sorted(str(path.relative_to(home.path)) for path in Path(home.path).rglob("*"))
    assert left == ["projects", "projects/-p", "projects/-p/memory", "projects/-p/memory/MEMORY.md"]
    assert clean.units([home]) == []


def test_links_are_not_followed(home: Home, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.jsonl").write_text("precious")
    (Path(home.path) / "projects/-linked").symlink_to(outside)
    (Path(home.path) / f"projects/-p/{SESSION}/subagents/agent-l.jsonl").symlink_to(outside / "precious.jsonl")
    unit = only(home)
    assert not any("precious" in name or "agent-l" in name for name, _ in unit.files)
    folder = Path(home.path) / "projects/-p"
    folder.rename(tmp_path / "moved")
    folder.symlink_to(outside)
    (outside / f"{SESSION}.jsonl").write_text("must stay")
    with pytest.raises(OSError, match=r"directory|symbolic"):
        clean.delete(unit)
    assert (outside / f"{SESSION}.jsonl").read_text() == "must stay"


def test_no_path_leads_out_of_the_home(home: Home, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("x")
    evil = Unit("claude", home.path, SESSION, "-p", (("../victim", 1),), 0)
    with pytest.raises(CannotWrite, match="not inside"):
        clean.delete(evil)
    assert (tmp_path / "victim").exists()


def test_an_archive_is_whole_before_anything_goes(home: Home, tmp_path: Path) -> None:
    written = clean.archive(only(home), str(tmp_path / "archive"))
    packed = tmp_path / f"archive/claude/projects/-p/{SESSION}.jsonl.gz"
    assert gzip.decompress(packed.read_bytes()) == b"main\n"
    assert packed.stat().st_mode & 0o077 == 0
    assert written > 0
    assert not list((tmp_path / "archive").rglob("*.part"))
    assert (Path(home.path) / f"projects/-p/{SESSION}.jsonl").exists()


def test_an_archive_that_can_not_be_written_is_said(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises((CannotWrite, OSError)):
        clean.archive(only(home), str(tmp_path / "file"))
    assert (Path(home.path) / f"projects/-p/{SESSION}.jsonl").exists()


def test_what_somebody_went_on_with_stays_whole(home: Home) -> None:
    unit = only(home)
    with (Path(home.path) / f"projects/-p/{SESSION}/subagents/agent-a.jsonl").open("a") as file:
        file.write("more\n")
    with pytest.raises(CannotWrite, match="meanwhile"):
        clean.delete(unit)
    assert only(home).files != unit.files
    assert len(only(home).files) == len(unit.files)
