"""`cctl ledger rebuild`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def machine(home: Path) -> Path:
    path = home / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    return path


def test_what_transcripts_no_longer_hold_is_kept(tmp_path: Path) -> None:
    path = machine(tmp_path)
    harness.run("stats", tmp_path, stdin=None)
    path.unlink()
    (record,) = harness.records(harness.run("ledger rebuild", tmp_path, stdin=None).stdout)
    assert record["reason"] == "3 responses, 3 of them in no transcript any more"
    (total, _) = harness.records(harness.run("stats", tmp_path, "--since", "all", stdin=None).stdout)
    assert total["responses"] == 3


def test_a_damaged_one_is_laid_aside_and_a_preview_does_nothing(tmp_path: Path) -> None:
    machine(tmp_path)
    harness.run("stats", tmp_path, stdin=None)
    ledger = Path(harness.run("ledger path", tmp_path).stdout.decode().strip())
    for log in ledger.parent.glob(f"{ledger.name}-*"):
        log.unlink()  # the log alone would mend it
    ledger.write_bytes(b"rubbish" * 4000)
    assert harness.records(harness.run("ledger rebuild", tmp_path, "--dry-run", stdin=None).stdout)[0]["dry_run"]
    assert ledger.read_bytes()[:7] == b"rubbish"
    (record,) = harness.records(harness.run("ledger rebuild", tmp_path, stdin=None).stdout)
    assert "the damaged one is" in record["reason"]
    assert harness.run("ledger verify", tmp_path, stdin=None).returncode == 0
