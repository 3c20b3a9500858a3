"""`cctl summary`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def test_as_a_record_and_as_a_page(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    record, end = harness.records(harness.run("summary", tmp_path, "--since", "all", stdin=None).stdout)
    assert (record["type"], record["commits"][0]["message"], end["of"]) == ("summary", "Done", "summary")
    page = harness.run("summary", tmp_path, "--since", "all", "--markdown", stdin=None).stdout.decode()
    assert page.startswith("# What was done since all\n\n## /p\n\n1 session, 1 prompt")
    assert "- committed: Done" in page
    assert "hunter2hunter2" in page, "what looks like a word stays; what looks like a secret goes"
    empty = harness.run("summary", tmp_path, "--since", "1h", "--markdown", stdin=None).stdout.decode()
    assert empty == "# What was done since 1h\n"
