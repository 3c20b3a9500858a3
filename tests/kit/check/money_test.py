"""Prices."""

from __future__ import annotations

from pathlib import Path

from cctl.kit.check import money
from tests.host.activity.store_test import ONE, call
from tests.kit.check.checked import run_in


def statuses(tmp_path: Path, **env: str) -> dict[str, str]:
    return {check.name: check.status for check in money.checks(run_in(tmp_path, **env))}


def test_old_prices_and_models_without_one(tmp_path: Path) -> None:
    assert statuses(tmp_path) == {"prices": "ok", "models": "skipped"}
    assert statuses(tmp_path, CCTL_NOW="2027-11-20T12:00:00Z")["prices"] == "advice"
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    path = folder / f"{ONE}.jsonl"
    path.write_text(call(ONE, "u1", "toolu_1", "Bash", {"command": "ls"}, 1))
    assert statuses(tmp_path)["models"] == "ok"
    with path.open("a") as file:
        file.write(call(ONE, "u2", "toolu_2", "Bash", {}, 2).replace("claude-opus-5-5", "mystery-9"))
    found = {check.name: check for check in money.checks(run_in(tmp_path))}
    assert found["models"].status == "problem"
    assert "mystery-9" in found["models"].message
