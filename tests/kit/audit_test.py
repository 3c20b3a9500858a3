"""The full pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY, call, user
from tests.shared_data import shared


def audited(home: Path, *names: str) -> list[dict[str, object]]:
    return harness.records(harness.run("stats", home, "--since", "all", "--audit", *names, stdin=None).stdout)


def test_everything_passed_over_is_named_with_its_line(tmp_path: Path) -> None:
    first = call(ONE, "u1", "toolu_1", "Read", {}, 2)
    bigger = first.replace('"output_tokens": 1', '"output_tokens": 9')
    odd = '{"type":"brand-new","sessionId":"x"}\n'
    (tmp_path / "t.jsonl").write_text(STORY[0] + first + first + odd + bigger + '{"type":"assistant","mess')
    found = audited(tmp_path, "t.jsonl")
    named = [(r["reason"], r["src"]["line"]) for r in found if r["type"] == "skip"]  # type: ignore[index]  # JSON
    assert named[:3] == [("duplicate", 3), ("unknown_type:brand-new", 4), ("superseded", 5)]
    assert [line for _, line in named[3:]] in ([], [6])
    skipped = found[-1]["skipped"]
    assert skipped["duplicate"] == skipped["superseded"] == 1  # type: ignore[index]  # JSON
    assert found[0]["tokens"]["output"] == 9  # type: ignore[index]  # JSON


def test_the_agents_own_total_is_held_against_ours(tmp_path: Path) -> None:
    counts = {
        "inputTokens": 1,
        "outputTokens": 1,
        "cacheReadInputTokens": 0,
        "cacheCreationInputTokens": 0,
        "costUSD": 24e-6,
    }
    state = {"type": "cost-state", "sessionId": ONE, "timestamp": "2026-11-01T00:00:09.000Z", "totalCostUSD": 24e-6}
    state |= {"modelUsage": {"claude-opus-5-5": counts}, "totalDuration": 1}
    lines = [user(ONE, "u0", "hello", 1), call(ONE, "u1", "toolu_1", "Read", {}, 2), json.dumps(state) + "\n"]
    (tmp_path / "t.jsonl").write_text("".join(lines))
    (same,) = [record for record in audited(tmp_path, "t.jsonl") if record["type"] == "reconciliation"]
    assert (same["agrees"], same["recorded_usd"], same["cost_usd"]) == (True, 0.000024, 0.000024)
    (tmp_path / "t.jsonl").write_text("".join(lines).replace("2.4e-05, ", "3.4e-05, ").replace("2.4e-05}", "3.4e-05}"))
    (other,) = [record for record in audited(tmp_path, "t.jsonl") if record["type"] == "reconciliation"]
    assert not other["agrees"]
    assert other["causes"][0]["cause"] == "price"  # type: ignore[index]  # JSON


@pytest.mark.shared
def test_captures_agree_with_the_client_or_say_why(tmp_path: Path) -> None:
    found = []
    for folder in sorted(shared("captures/claude-code-2.1.328").glob("*/transcript")):
        found += [record for record in audited(tmp_path, str(folder)) if record["type"] == "reconciliation"]
    assert len(found) >= 20
    odd = [[cause["cause"] for cause in record["causes"]] for record in found if not record["agrees"]]  # type: ignore[attr-defined]  # JSON
    assert sorted(map(str, odd)) == ["['compaction']", "['cut_stream']", "['not_in_transcript']"]
