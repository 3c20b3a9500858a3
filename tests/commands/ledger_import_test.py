"""`cctl ledger import`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def machine(home: Path) -> Path:
    path = home / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    return path


def test_twice_is_as_once_and_counts_only_when_asked_for(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    machine(there)
    exported = harness.run("ledger export", there, stdin=None).stdout
    (first,) = harness.records(harness.run("ledger import", here, "-", stdin=exported).stdout)
    assert (first["status"], first["reason"]) == ("ok", "3 responses, 3 of them new")
    (again,) = harness.records(harness.run("ledger import", here, "-", stdin=exported).stdout)
    assert again["status"] == "notneeded"
    (total, _) = harness.records(harness.run("stats", here, "--since", "all", "--all-roots", stdin=None).stdout)
    assert total["responses"] == 3
    (own, _) = harness.records(harness.run("stats", here, "--since", "all", stdin=None).stdout)
    assert own["responses"] == 0


def test_what_is_no_export_is_refused_and_a_preview_takes_nothing(tmp_path: Path) -> None:
    machine(tmp_path)
    assert harness.run("ledger import", tmp_path, "-", stdin=b'{"type":"spend"}\n').returncode == 65
    exported = harness.run("ledger export", tmp_path, stdin=None).stdout
    (shown,) = harness.records(harness.run("ledger import", tmp_path, "-", "--dry-run", stdin=exported).stdout)
    assert (shown["dry_run"], shown["reason"]) == (True, "3 responses")


def test_an_export_that_breaks_off_is_no_success_and_can_be_taken_in_again(tmp_path: Path) -> None:
    machine(tmp_path)
    exported = harness.run("ledger export", tmp_path, stdin=None).stdout
    torn = harness.run("ledger import", tmp_path, "-", stdin=exported[: len(exported) // 2])
    (told,) = [record for record in harness.records(torn.stdout) if record["type"] == "done"]
    assert (torn.returncode, told["status"]) == (3, "error") and "breaks off" in told["reason"]
    whole = harness.run("ledger import", tmp_path, "-", stdin=exported)
    assert whole.returncode == 0 and "3 responses" in harness.records(whole.stdout)[0]["reason"]
