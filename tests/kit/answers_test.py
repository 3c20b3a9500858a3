"""From flags to a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.kit.answers import keep, question_of, stats_records
from cctl.records.errors import UsageError
from tests.host.activity.store_test import ONE, STORY
from tests.kit.check.checked import run_in

FLAGS: dict[str, Any] = {
    "files": (), "keys": "", "since": "", "until": "", "timezone": None, "week_start": None, "project": (), "model": (),
    "branch": (), "agent": (), "session": (), "total": False, "zero_days": False, "compare": None, "sort": "",
    "limit": 0, "compat": None, "use_ledger": True, "all_roots": False, "audit": False, "burn": False, "periods": (),
}  # fmt: skip


def test_flags_become_a_question(tmp_path: Path) -> None:
    run = run_in(tmp_path, CCTL_STATS__SINCE="2h")
    question = question_of(run, FLAGS | {"keys": "day, model", "timezone": "UTC", "limit": 3})
    assert question.by == ("day", "model")
    assert question.window.start == run.world.now_ms() - 7_200_000
    assert question.limit == 3
    with pytest.raises(UsageError, match="unknown key"):
        question_of(run, FLAGS | {"keys": "weekday"})


def test_chosen_spend_only() -> None:
    tests = keep(FLAGS | {"project": ("acme",), "model": ("opus*",), "session": ("abc",)})
    assert set(tests) == {"project", "model", "session"}
    assert tests["project"]("/home/jo/acme")
    assert not tests["project"]("/home/jo/acme2")
    assert tests["model"]("opus-9")
    assert tests["session"]("abcdef")


def test_the_records(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    (record,) = stats_records(run_in(tmp_path), FLAGS | {"since": "all"})
    assert (record["key"], record["responses"], record["sessions"], record["unpriced"]) == ({}, 3, 1, 0)
    assert record["tokens"]["total"] == 6
    assert record["cost_usd"] == 3 * (4 + 20) / 1e6
