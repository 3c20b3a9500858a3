"""Which files a user means."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from cctl.host import transcript
from cctl.host.world import World
from cctl.records.errors import NoInput

ONE, TWO = "11111111-aaaa-4000-8000-000000000001", "11111111-bbbb-4000-8000-000000000002"


def line(session: str, **fields: object) -> str:
    base = {"type": "user", "uuid": "u", "parentUuid": None, "sessionId": session, "cwd": "/p", "version": "2.1.0"}
    message = {"role": "user", "content": "hello"}
    return json.dumps(base | {"timestamp": "2026-11-01T00:00:00.000Z", "message": message} | fields) + "\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / ".claude/projects/-p"
    for session in (ONE, TWO):
        (folder / session / "subagents").mkdir(parents=True)
        (folder / f"{session}.jsonl").write_text(line(session))
    agent = folder / ONE / "subagents/agent-a1.jsonl"
    agent.write_text(line(ONE, isSidechain=True, agentId="a1"))
    agent.with_suffix(".meta.json").write_text('{"agentType": "Explore"}')
    return World({"HOME": str(tmp_path)}, cwd=str(tmp_path))


def test_a_session_is_found_by_the_beginning_of_its_id_with_its_sub_agents(world: World) -> None:
    found = transcript.named(world, ["11111111-a"])
    assert [each.origin.agent_id for each in found] == ["", "a1"]
    assert found[1].origin.subagent == "Explore"
    assert {each.origin.session for each in found} == {ONE}
    assert found[0].origin.folder == "-p"
    assert [each.path for each in transcript.named(world, [ONE])] == [each.path for each in found]


def test_an_ambiguous_or_unknown_word_is_said(world: World) -> None:
    with pytest.raises(NoInput, match="beginning of 2 sessions"):
        transcript.named(world, ["1111"])
    with pytest.raises(NoInput, match="no file, folder or session"):
        transcript.named(world, ["zzz"])
    with pytest.raises(NoInput, match="No such file"):
        transcript.named(world, ["/nowhere/x.jsonl"])


def test_a_file_keeps_its_meaning_inside_and_outside_of_a_home(world: World, tmp_path: Path) -> None:
    inside = transcript.of_file(world, str(tmp_path / f".claude/projects/-p/{ONE}.jsonl"))
    assert (inside.agent, inside.origin.session) == ("claude", ONE)
    moved = tmp_path / "elsewhere/projects/-p" / ONE / "subagents/agent-b2.jsonl"
    moved.parent.mkdir(parents=True)
    moved.write_text(line(ONE, agentId="b2"))
    assert transcript.of_file(world, str(moved)).origin[1:] == (ONE, "b2", "", "-p")
    plain = tmp_path / "run.jsonl"
    plain.write_text("\n" + line(ONE))
    assert transcript.of_file(world, str(plain)).origin == transcript.Origin(str(plain))


def test_a_folder_gives_its_transcripts_and_passes_over_the_rest(world: World, tmp_path: Path) -> None:
    (tmp_path / "d/sub").mkdir(parents=True)
    (tmp_path / "d/a.jsonl").write_text(line(ONE))
    (tmp_path / "d/sub/b.jsonl.gz").write_bytes(gzip.compress(line(TWO).encode()))
    (tmp_path / "d/notes.jsonl").write_text('{"note": 1}\n')
    (tmp_path / "d/readme.txt").write_text("x")
    found = transcript.named(world, [str(tmp_path / "d")])
    assert [Path(each.path).name for each in found] == ["a.jsonl", "b.jsonl.gz"]
    assert [one.data.decode() + "\n" for one in transcript.lines(found[1].path)] == [line(TWO)]
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoInput, match="no transcripts"):
        transcript.named(world, [str(tmp_path / "empty")])


def test_a_file_that_is_nobodys_or_damaged_is_said(world: World, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("plain text\n")
    with pytest.raises(NoInput, match="not the transcript"):
        transcript.of_file(world, str(tmp_path / "x.jsonl"))
    (tmp_path / "y.jsonl.gz").write_bytes(gzip.compress(line(ONE).encode() * 500)[:60])
    with pytest.raises(NoInput):
        list(transcript.lines(str(tmp_path / "y.jsonl.gz")))
    (tmp_path / "empty.jsonl").write_text("")
    assert transcript.of_file(world, str(tmp_path / "empty.jsonl")).agent == "claude"


def test_lines_are_numbered_and_the_last_may_be_open(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one\n\ntwo\xe2\x80\xa8x\nthr")
    assert [tuple(each) for each in transcript.lines(str(path))] == [
        (1, b"one", True), (2, b"", True), (3, b"two\xe2\x80\xa8x", True), (4, b"thr", False),
    ]  # fmt: skip


def test_a_hostile_meta_file_names_nothing(world: World, tmp_path: Path) -> None:
    meta = tmp_path / f".claude/projects/-p/{ONE}/subagents/agent-a1.meta.json"
    for content in (b"[" * 100_000, b"\xff", b'{"agentType": 3}', b""):
        meta.write_bytes(content)
        assert transcript.named(world, [ONE])[1].origin.subagent == ""


def test_a_pipe_among_transcripts_keeps_nobody_waiting(world: World, tmp_path: Path) -> None:
    (folder := tmp_path / "pipes").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    with pytest.raises(NoInput, match="only once"):
        transcript.named(world, [str(folder / "pipe.jsonl")])
    with pytest.raises(NoInput, match="is no file"):
        list(transcript.lines(str(folder / "pipe.jsonl")))
    with pytest.raises(NoInput, match="no transcripts in it"):
        transcript.named(world, [str(folder)])
