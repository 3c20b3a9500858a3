"""`cctl ledger export`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def machine(home: Path) -> Path:
    path = home / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    return path


def test_everything_known_is_told_once_with_a_head(tmp_path: Path) -> None:
    path = machine(tmp_path)
    harness.run("stats", tmp_path, stdin=None)
    path.unlink()
    head, *spend, end = harness.records(harness.run("ledger export", tmp_path, stdin=None).stdout)
    assert (head["type"], head["responses"], end["type"]) == ("ledger", 3, "end")
    assert sorted(record["id"] for record in spend) == ["msg_toolu_1", "msg_toolu_2", "msg_toolu_3"]
    assert all(record["type"] == "spend" for record in spend)
