"""What was done, with what it cost."""

from __future__ import annotations

from pathlib import Path

from cctl.core.when.grammar import Window
from cctl.kit.did import summarised
from tests.host.activity.store_test import ONE, STORY
from tests.kit.check.checked import run_in


def test_deeds_and_dollars_meet_by_project(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    run = run_in(tmp_path)
    (record,) = summarised(run, Window(None, None))
    assert (record["project"], record["sessions"], record["turns"], record["calls"]) == ("/p", 1, 1, 3)
    assert record["tests"] == {"runs": 1, "passed": 0, "failed": 1, "last": "failed"}
    assert [commit["message"] for commit in record["commits"]] == ["Done"]
    assert record["cost_usd"] == 3 * 24 / 1e6
    assert summarised(run, Window(None, None), ["other"]) == []
