"""`cctl sessions`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY
from tests.host.live.home import S1, S2, Home

LATER = {"CCTL_NOW": "2026-06-01T10:05:00Z"}  # five minutes after the clock of `Home`


def test_sessions_are_shown_with_what_they_do_and_why(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.rest())
    home.write(home.prompt(session=S2), home.call(session=S2), session=S2)
    done = harness.run("sessions", tmp_path, "--all", **LATER)
    one, two, end = harness.records(done.stdout)
    assert (one["session"], one["state"], one["because"]) == (S1, "waiting_input", "transcript")
    assert (two["state"], two["weak"], two["waiting_for"]["tool"]) == ("needs_input", True, "Bash")
    assert end["of"] == "sessions" and end["records"] == 2


def test_a_second_look_reads_what_was_kept_and_says_the_same(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.rest())
    first = harness.run("sessions", tmp_path, "--all", **LATER).stdout
    assert (tmp_path / ".cache" / "cctl" / "standings.msgpack").exists()
    assert harness.run("sessions", tmp_path, "--all", **LATER).stdout == first


def test_sessions_are_chosen(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.rest())
    home.write(home.prompt(session=S2), home.call(session=S2), session=S2)
    for flags, ids in (
        (("--state", "NeedsInput"), [S2]),
        (("--focus", "attention"), [S2]),
        (("-S", S1[:-1]), [S1, S2]),
        (("--search", "nothing like it"), []),
    ):
        found = harness.records(harness.run("sessions", tmp_path, "--all", *flags, **LATER).stdout)
        assert [each["session"] for each in found[:-1]] == ids, flags
    assert harness.run("sessions", tmp_path, "--state", "asleep").returncode == 2
    assert harness.run("sessions", tmp_path, "--recent", "soon").returncode == 2


def test_a_stream_gives_the_same_answer_at_its_last_moment(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    path = home.write(home.prompt(), home.call())
    stream = harness.run("cat", tmp_path, str(path)).stdout
    [record, _] = harness.records(harness.run("sessions", tmp_path, "-", stdin=stream).stdout)
    assert (record["state"], record["turns"]) == ("processing", 1)


def test_what_an_agent_no_longer_lists_is_finished(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.call())
    [record, _] = harness.records(harness.run("sessions", tmp_path, "--all", **LATER).stdout)
    assert (record["state"], record["because"], record["weak"]) == ("finished", "registry", True)


def test_it_changes_nothing_of_the_agents(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt())
    stale = home.register(4_190_001)
    before = {path: path.stat().st_mtime_ns for path in home.claude.rglob("*")}
    harness.run("sessions", tmp_path, "--all")
    assert {path: path.stat().st_mtime_ns for path in home.claude.rglob("*")} == before and stale.exists()


def test_sessions_that_write_one_file_are_in_conflict_also_when_asked_again(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    for session in (S1, S2):
        call = home.call("Edit", session, session=session, file_path="/p/a.py")
        home.write(home.prompt(session=session), call, session=session)
    home.write(home.prompt(session="alone"), session="alone")
    now = {"CCTL_NOW": "2026-06-01T10:05:00Z"}
    for _ in range(2):
        found = harness.records(harness.run("sessions", tmp_path, "--all", "--focus", "conflict", **now).stdout)
        assert [each["session"] for each in found[:-1]] == [S1, S2]
        assert found[0]["conflicts"][0] | {"since": ""} == {
            "path": "/p/a.py",
            "session": S2,
            "since": "",
            "first": True,
            "predicted": True,
        }


def test_an_agents_own_lines_are_heard_too(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text("".join(STORY))
    (found, _end) = harness.records(harness.run("sessions", tmp_path, "t.jsonl").stdout)
    assert (found["session"], found["calls"]) == (ONE, 3)
