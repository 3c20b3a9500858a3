"""The configuration."""

from __future__ import annotations

from pathlib import Path

from cctl.kit.check import setting
from tests.kit.check.checked import run_in


def test_mistakes_are_problems_each(tmp_path: Path) -> None:
    assert [check.status for check in setting.checks(run_in(tmp_path))] == ["ok"]
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text("a = 1\nb = 2\n")
    found = list(setting.checks(run_in(tmp_path)))
    assert [check.status for check in found] == ["problem", "problem"]
    assert ":1: " in found[0].message
