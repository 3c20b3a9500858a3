"""Homes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.kit.check import home
from tests.kit.check.checked import run_in

NOW = 1_795_176_000  # 2026-11-20T12:00:00Z


def statuses(tmp_path: Path) -> dict[str, str]:
    return {check.name: check.status for check in home.checks(run_in(tmp_path))}


def test_no_home_at_all_is_a_problem(tmp_path: Path) -> None:
    assert statuses(tmp_path) == {"homes": "problem"}


def test_transcripts_about_to_be_deleted_and_a_wrong_clock(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    assert statuses(tmp_path)["claude home"] == "advice"
    for name, age in (("a", 86_400), ("b", 29 * 86_400)):
        (folder / f"{name}.jsonl").write_text("{}\n")
        os.utime(folder / f"{name}.jsonl", (NOW - age, NOW - age))
    assert statuses(tmp_path) == {"claude home": "ok", "retention": "advice"}
    os.utime(folder / "b.jsonl", (NOW + 9000, NOW + 9000))
    assert statuses(tmp_path) == {"claude home": "ok", "clock": "advice", "retention": "ok"}
    (tmp_path / ".claude/settings.json").write_text('{"cleanupPeriodDays": 2}')
    assert statuses(tmp_path)["retention"] == "advice"


def test_a_registry_is_looked_at_without_touching_it(tmp_path: Path) -> None:
    (tmp_path / ".claude/projects").mkdir(parents=True)
    (tmp_path / ".claude/sessions").mkdir()
    stale = tmp_path / ".claude/sessions/999999.json"
    stale.write_text('{"pid":999999,"procStart":"1","sessionId":"s","cwd":"/p","startedAt":1}')
    (tmp_path / ".claude/sessions/7.json").write_text("rubbish")
    found = [check for check in home.checks(run_in(tmp_path)) if check.name == "registry"]
    assert "0 sessions alive, 1 left behind" in found[0].message
    assert found[1].status == "advice"
    assert stale.exists()


def test_packed_transcripts_are_named_where_nothing_unpacks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".codex/sessions/2026/01/02"
    folder.mkdir(parents=True)
    (folder / "rollout-x.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    monkeypatch.setattr(home, "can_zstd", lambda: False)
    told = [check.message for check in home.checks(run_in(tmp_path)) if "zstd" in check.message]
    assert told == ["1 transcripts are packed with zstd, which can't be unpacked here: their spend is missing"]
    monkeypatch.setattr(home, "can_zstd", lambda: True)
    assert not [check for check in home.checks(run_in(tmp_path)) if "zstd" in check.message]
