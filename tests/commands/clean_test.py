"""`cctl clean`."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY, TWO

LONG_AGO = 1_780_000_000


def machine(home: Path) -> Path:
    folder = home / ".claude/projects/-p"
    folder.mkdir(parents=True)
    for session in (ONE, TWO):
        path = folder / f"{session}.jsonl"
        path.write_text("".join(STORY).replace(ONE, session))
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def done(home: Path, *arguments: str) -> dict[str, dict[str, object]]:
    found = harness.records(harness.run("clean", home, *arguments, stdin=None).stdout)
    return {str(record["session"]): record for record in found if record["type"] == "done"}


def test_it_is_a_preview_unless_told_otherwise(tmp_path: Path) -> None:
    folder = machine(tmp_path)
    shown = done(tmp_path, "--older-than", "30d")
    assert {record["status"] for record in shown.values()} == {"ok"}
    assert all(record["dry_run"] for record in shown.values())
    assert len(list(folder.iterdir())) == 2
    assert done(tmp_path, "--older-than", "30d", "--yes", "--dry-run")[ONE]["dry_run"]
    assert len(list(folder.iterdir())) == 2


def test_what_goes_is_archived_first_and_still_known(tmp_path: Path) -> None:
    folder = machine(tmp_path)
    before = harness.records(harness.run("stats", tmp_path, "--since", "all", stdin=None).stdout)
    gone = done(tmp_path, "--older-than", "30d", "--archive", "kept", "--yes")
    assert {record["status"] for record in gone.values()} == {"ok"}
    assert list(folder.iterdir()) == []
    assert harness.records(harness.run("stats", tmp_path, "--since", "all", stdin=None).stdout) == before
    again = harness.records(harness.run("cat", tmp_path, "kept").stdout)
    assert sum(record["type"] == "call" for record in again) == 6


def test_a_live_session_stays(tmp_path: Path) -> None:
    machine(tmp_path)
    (tmp_path / ".claude/sessions").mkdir()
    start = Path(f"/proc/{os.getpid()}/stat").read_text().rpartition(")")[2].split()[19]
    entry = f'{{"pid":{os.getpid()},"procStart":"{start}","sessionId":"{ONE}","cwd":"/p","startedAt":1}}'
    (tmp_path / f".claude/sessions/{os.getpid()}.json").write_text(entry)
    found = done(tmp_path, "--older-than", "30d", "--yes")
    assert found[ONE]["status"] == "impossible"
    assert "alive" in str(found[ONE]["reason"])
    assert found[TWO]["status"] == "ok"


def test_without_a_ledger_nothing_goes(tmp_path: Path) -> None:
    folder = machine(tmp_path)
    state = tmp_path / ".local/state/cctl"
    state.mkdir(parents=True)
    (state / "ledger.db").write_bytes(b"rubbish" * 1000)
    found = done(tmp_path, "--older-than", "30d", "--yes")
    assert {record["status"] for record in found.values()} == {"impossible"}
    assert len(list(folder.iterdir())) == 2


def test_it_must_be_told_what(tmp_path: Path) -> None:
    assert harness.run("clean", tmp_path, "--yes").returncode == 2
    assert harness.run("clean", tmp_path, "--older-than", "soon").returncode == 2


def test_what_the_disk_may_not_have_stays(tmp_path: Path) -> None:
    folder = machine(tmp_path)
    harness.run("stats", tmp_path, "--since", "all", stdin=None)
    ledger = tmp_path / ".local/state/cctl/ledger.db"
    reader = sqlite3.connect(ledger)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM response").fetchone()  # holds up whoever wants all of it on the disk
    other = f"{ONE[:-1]}9"
    (folder / f"{other}.jsonl").write_text("".join(STORY).replace(ONE, other).replace("toolu", "tool9"))
    os.utime(folder / f"{other}.jsonl", (LONG_AGO, LONG_AGO))
    stopped = harness.run("clean", tmp_path, "--older-than", "30d", "--yes", stdin=None)
    reader.close()
    if stopped.returncode:  # SQLite may have found a way
        assert stopped.returncode == 75
        assert b"locked" in stopped.stderr
        assert len(list(folder.iterdir())) == 3
    assert {record["status"] for record in done(tmp_path, "--older-than", "30d", "--yes").values()} <= {"ok"}
    assert list(folder.iterdir()) == []
