"""`cctl brain forget`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness


def test_forgetting_is_total_and_says_so_in_a_new_chain(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 6)
    brain_home.decide(tmp_path, "git push", "q", facts={"project": "/q"})
    harness.run("brain learn", tmp_path)
    before = brain_home.log(tmp_path)
    shown = harness.records(harness.run("brain forget", tmp_path, "--project", "/workspace/project").stdout)[0]
    assert shown["dry_run"] and shown["reason"] == "18 of 19 lines" and len(list(before.events())) == 19
    done = harness.run("brain forget", tmp_path, "--project", "/workspace/project", "--yes")
    assert done.returncode == 0
    mark, kept = brain_home.log(tmp_path).events()
    assert (mark["event"], mark["lines"], kept["id"]) == ("forget", 18, "q") and str(mark["head"]).startswith("19:")
    assert harness.run("brain log", tmp_path, "--verify").returncode == 0
    everything = b"".join(
        path.read_bytes() for path in (tmp_path / ".local/state/cctl/brain").rglob("*") if path.is_file()
    )
    assert b"acme" not in everything


def test_it_must_be_said_what_and_an_agent_is_refused(tmp_path: Path) -> None:
    assert harness.run("brain forget", tmp_path, "--yes").returncode == 2
    brain_home.busy(tmp_path, 2)
    assert harness.run("brain forget", tmp_path, "--all", "--yes", CLAUDECODE="1").returncode == 77
    assert harness.run("brain forget", tmp_path, "--all", "--yes").returncode == 0
    assert [event["event"] for event in brain_home.log(tmp_path).events()] == ["forget"]
    assert harness.run("brain forget", tmp_path, "--before", "1d", "--yes").returncode == 0
