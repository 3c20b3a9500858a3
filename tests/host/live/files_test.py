from pathlib import Path

from cctl.core.agent import agents
from cctl.host.live.files import Files, below


def made(tmp_path: Path) -> Files:
    base = tmp_path / ".claude" / "projects" / "-p"
    (base / "s1" / "subagents").mkdir(parents=True)
    (base / "s1.jsonl").write_text("{}\n")
    (base / "s1" / "subagents" / "agent-a1.jsonl").write_text("{}\n")
    (base / "s1" / "subagents" / "agent-a1.meta.json").write_text('{"agentType":"Explore"}')
    (base / "notes.txt").write_text("x")
    return Files({"claude": agents()["claude"]}, {}, str(tmp_path))


def test_transcripts_are_found_with_their_sessions(tmp_path: Path) -> None:
    found = {each.path.rpartition("/")[2]: each for each in made(tmp_path).all()}
    assert set(found) == {"s1.jsonl", "agent-a1.jsonl"}
    assert {each.session for each in found.values()} == {"s1"} and found["s1.jsonl"].size == 3


def test_a_path_tells_whose_it_is(tmp_path: Path) -> None:
    files = made(tmp_path)
    [sub] = [each.path for each in files.all() if "agent-" in each.path]
    found = files.origin(sub)
    assert found and found[0] == "claude" and (found[1].agent_id, found[1].subagent) == ("a1", "Explore")
    assert files.origin("/etc/passwd") is None
    assert files.origin(f"{files.homes[0].path}/history.jsonl") is None


def test_transcripts_lie_below_a_base(tmp_path: Path) -> None:
    files = made(tmp_path)
    base = files.bases()[0]
    assert base == f"{files.homes[0].path}/projects"
    assert [each[len(base) :] for each in below(base)] == ["", "/-p", "/-p/s1", "/-p/s1/subagents"]
    assert list(below(f"{base}/none")) == []


def test_a_look_finds_what_is_not_as_it_was(tmp_path: Path) -> None:
    files = made(tmp_path)
    assert len(files.look()[0]) == 2
    assert files.look() == ({}, [])
    base = files.homes[0].path + "/projects/-p"
    Path(f"{base}/s1.jsonl").write_text("{}\n{}\n")
    Path(f"{base}/s2.jsonl").write_text("{}\n")
    Path(f"{base}/s1/subagents/agent-a1.jsonl").unlink()
    sizes, gone = files.look()
    assert sizes == {f"{base}/s1.jsonl": 6, f"{base}/s2.jsonl": 3}
    assert gone == [f"{base}/s1/subagents/agent-a1.jsonl"]


def test_what_lies_in_a_new_folder_is_found(tmp_path: Path) -> None:
    files = made(tmp_path)
    assert len(files.inside(f"{files.homes[0].path}/projects/-p")) == 2
