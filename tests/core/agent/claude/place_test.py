"""Paths and projects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent.claude.place import Start, place, slug, started_in
from cctl.core.agent.spec import Place

ID = "5e551011-0000-4000-8000-000000000001"
LONG = "/home/dev/" + "/".join(["deep-folder_name.x"] * 14)


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        (f"projects/-p/{ID}.jsonl", Place(ID, "", "-p", "")),
        ("projects/-p/renamed by hand.jsonl", Place("renamed by hand", "", "-p", "")),
        ("projects/-p/agent-1a2b.jsonl", Place("", "1a2b", "-p", "")),
        (
            f"projects/-p/{ID}/subagents/agent-a1.jsonl",
            Place(ID, "a1", "-p", f"projects/-p/{ID}/subagents/agent-a1.meta.json"),
        ),
        (
            f"projects/-p/{ID}/subagents/workflows/wf/agent-a1.jsonl",
            Place(ID, "a1", "-p", f"projects/-p/{ID}/subagents/workflows/wf/agent-a1.meta.json"),
        ),
    ],
)
def test_transcripts_say_session_agent_and_folder(relative: str, expected: Place) -> None:
    assert place(relative) == expected


@pytest.mark.parametrize(
    "relative",
    [
        *("", "projects", "projects/-p", "projects/x.jsonl", "history.jsonl", "sessions/12.json", "todos/-p/x.jsonl"),
        *(f"projects/-p/{ID}.json", f"projects/-p/{ID}.jsonl.bak", "projects/-p/.jsonl", "projects/-p/.x.jsonl"),
        *("projects/-p/journal.jsonl", "projects/-p/memory/notes.jsonl", f"projects/-p/{ID}/tool-results/x.jsonl"),
        *(f"projects/-p/{ID}/subagents/workflows/wf/journal.jsonl", f"projects/-p/{ID}/subagents/notes.jsonl"),
        *(f"projects//{ID}.jsonl", f"/projects/-p/{ID}.jsonl"),
    ],
)
def test_everything_else_is_no_transcript(relative: str) -> None:
    assert place(relative) is None


@given(st.text())
def test_no_path_makes_it_raise(text: str) -> None:
    place(text)
    place(f"projects/{text}.jsonl")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/dev/my.app_v2 (x)/sub-dir", "-home-dev-my-app-v2--x--sub-dir"),
        ("/home/dev/ünïcode_日本", "-home-dev--n-code---"),
        ("/a/😀", "-a---"),
        ("C:\\Users\\x", "C--Users-x"),
    ],
)
def test_a_slug_counts_utf16_units(path: str, name: str) -> None:
    assert slug(path) == name


@pytest.mark.parametrize(
    ("cwd", "folder", "project"),
    [
        ("/home/dev/proj", "-home-dev-proj", "/home/dev/proj"),
        ("/home/dev/proj/src/x", "-home-dev-proj", "/home/dev/proj"),
        ("/home/dev", "-home-dev-proj", ""),
        ("/home/dev/other", "-home-dev-proj", ""),
        ("/home/dev/proj2", "-home-dev-proj", ""),
        ("/home/dev/😀/x", "-home-dev---", "/home/dev/😀"),
        ("/", "-", "/"),
        ("/tmp", "-", "/"),
        ("C:\\Users\\x\\p\\q", "C--Users-x-p", "C:\\Users\\x\\p"),
        ("C:\\Users", "C--", "C:\\"),
        ("", "-home", ""),
        ("relative", "-home", ""),
        (LONG, slug(LONG)[:200] + "-1abc2d", LONG),
        (LONG + "/sub", slug(LONG + "/sub")[:200] + "-1abc2d", LONG + "/sub"),
        (LONG[:150], slug(LONG)[:200] + "-1abc2d", ""),
        ("/x" * 100_000, "-x-x", ""),
    ],
)
def test_the_project_is_the_folder_that_the_name_was_made_of(cwd: str, folder: str, project: str) -> None:
    assert started_in(cwd, folder) == project


def test_a_line_from_elsewhere_belongs_to_the_project_of_the_file() -> None:
    start = Start("-home-dev-proj")
    assert start.project("/tmp") == "/tmp", "nothing is known yet"
    start.see("/home/dev/proj/src")
    assert start.project("/tmp") == "/home/dev/proj"
    assert start.project("") == "/home/dev/proj"
    assert Start("-home-dev-proj", start.state()).project("/tmp") == "/home/dev/proj"


def test_without_a_folder_each_line_stands_for_itself() -> None:
    start = Start("")
    assert start.looked
    assert [start.project(cwd) for cwd in ("/a", "/b", "")] == ["/a", "/b", ""]
    assert start.state() == b""


def test_a_state_that_is_no_path_is_harmless() -> None:
    assert Start("-a", b"+\xff").project("/b")
    assert Start("-a", b"+").project("/b") == "/b"


def test_memory_of_folders_is_bounded() -> None:
    start = Start("-a")
    assert [start.project(f"/a/{n}") for n in range(2500)] == ["/a"] * 2500
    assert len(start._known) <= 1000
