"""`cctl ledger verify`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def machine(home: Path) -> Path:
    path = home / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    return path


def test_a_whole_ledger_and_a_tampered_one(tmp_path: Path) -> None:
    machine(tmp_path).write_text("".join(STORY))
    harness.run("stats", tmp_path, stdin=None)
    done = harness.run("ledger verify", tmp_path, stdin=None)
    assert done.returncode == 0, done.stderr
    assert harness.records(done.stdout)[0]["message"].startswith("3 responses from 1 files; 0 of them gone")
    from cctl.host import db

    path = harness.run("ledger path", tmp_path).stdout.decode().strip()
    from cctl.host.ledger.schema import COMPONENT

    connection = db.connect(path, [COMPONENT])
    connection.execute("UPDATE cell SET input = input + 5")
    connection.close()
    broken = harness.run("ledger verify", tmp_path, stdin=None)
    assert broken.returncode == 10
    assert harness.records(broken.stdout)[0]["status"] == "problem"
    assert harness.run("ledger rebuild", tmp_path, stdin=None).returncode == 0
    assert harness.run("ledger verify", tmp_path, stdin=None).returncode == 0
