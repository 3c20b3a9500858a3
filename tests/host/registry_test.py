import json
import os
from pathlib import Path

import pytest

from cctl.host.registry import absent, evidence, folders, read
from tests.host.processes_fake import Table, process
from tests.shared_data import shared


def put(folder: Path, pid: int, session: str = "s1", **more: object) -> None:
    entry = {"pid": pid, "sessionId": session, "cwd": "/p", "procStart": "100", "startedAt": 1000, **more}
    (folder / f"{pid}.json").write_text(json.dumps(entry))


def test_a_live_entry_is_confirmed_by_pid_and_start(tmp_path: Path) -> None:
    put(tmp_path, 7, status="busy", statusUpdatedAt=5000)
    found = read(str(tmp_path), Table(process(7, start="100"))).entries["s1"]
    assert found.life == "alive" and found.data["status"] == "busy"
    registry, proc = evidence(found, "claude", "2026-06-01T10:00:00.000Z", rss_bytes=5)
    assert registry["kind"] == "registry" and registry["session"] == "s1" and registry["data"]["pid"] == 7
    assert proc["data"] == {"pid": 7, "start": "100", "life": "alive", "rss_bytes": 5}


def test_a_stale_entry_and_a_reused_pid_are_told_apart_from_life(tmp_path: Path) -> None:
    put(tmp_path, 7, "stale")
    put(tmp_path, 8, "reused")
    put(tmp_path, 9, "hidden")
    entries = read(str(tmp_path), Table(process(8, start="101"), hidden=(9,))).entries
    assert {name: each.life for name, each in entries.items()} == {
        "stale": "dead",
        "reused": "other",
        "hidden": "unknown",
    }


def test_of_two_claims_to_a_session_the_living_then_the_latest_wins(tmp_path: Path) -> None:
    put(tmp_path, 7, statusUpdatedAt=9000)
    put(tmp_path, 8, statusUpdatedAt=1000)
    assert read(str(tmp_path), Table(process(8, start="100"))).entries["s1"].data["pid"] == 8
    both = Table(process(7, start="100"), process(8, start="100"))
    assert read(str(tmp_path), both).entries["s1"].data["pid"] == 7


def test_what_is_no_entry_is_counted_by_reason_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "5.json").write_text("{")
    (tmp_path / "6.json").write_text('{"session_id":"x","cwd":"/"}')
    (tmp_path / "pid-7.json").write_text("{}")
    (tmp_path / "8.0a.key").write_text("secret")
    put(tmp_path, 10)
    (tmp_path / "9.json").symlink_to(tmp_path / "10.json")
    (tmp_path / "11.json").mkdir()
    os.mkfifo(tmp_path / "12.json")
    (tmp_path / "99999999999999.json").write_text("{}")
    found = read(str(tmp_path), Table(process(10, start="100")))
    assert set(found.entries) == {"s1"}
    assert found.problems == {"bad_json": 1, "legacy": 1, "legacy_name": 2, "unreadable": 1, "not_a_file": 2}


def test_reading_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, 7)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    read(str(tmp_path), Table())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_home_without_a_registry_says_nothing_of_who_is_absent(tmp_path: Path) -> None:
    assert not read(str(tmp_path / "none"), Table()).present
    assert read(str(tmp_path), Table()).present
    (tmp_path / "pid-7.json").write_text("{}")
    assert not read(str(tmp_path), Table()).present
    assert absent("s1", "claude", "t")["data"] == {"absent": True}


def test_a_pid_of_a_container_is_not_looked_up_here(tmp_path: Path) -> None:
    put(tmp_path, 7, pidDomain="linux:0:pid:[1]")
    assert read(str(tmp_path), Table(), "pid:[2]").entries["s1"].life == "unknown"
    assert read(str(tmp_path), Table(), "pid:[1]").entries["s1"].life == "dead"


def test_a_start_in_another_notation_proves_nothing(tmp_path: Path) -> None:
    put(tmp_path, 7)
    table = Table(process(7, start="Thu Nov 19 10:00:00 2026"))
    assert read(str(tmp_path), table).entries["s1"].life == "unknown"


def test_folders_of_homes() -> None:
    assert folders(["/a/.claude"]) == ["/a/.claude/sessions"]


@pytest.mark.shared
def test_the_file_that_a_killed_client_left_behind_is_dead(tmp_path: Path) -> None:
    raw = shared("captures/claude-code-2.1.328/sigKILL/stale-sessions-pid-file.json").read_bytes()
    pid = json.loads(raw)["pid"]
    (tmp_path / f"{pid}.json").write_bytes(raw)
    entries = read(str(tmp_path), Table()).entries
    assert [each.life for each in entries.values()] == ["dead"]
    reused = read(str(tmp_path), Table(process(pid, start="154613"))).entries
    assert [each.life for each in reused.values()] == ["other"]
