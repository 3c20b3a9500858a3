"""From flags to limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.core.moment import epoch_ms
from cctl.kit.gating import limits_of
from cctl.records.errors import UsageError
from tests.kit.budgeting_test import run

FLAGS: dict[str, Any] = {
    "max_usd": None, "max_tokens": None, "max_errors": None, "max_turns": None, "each": False, "require_end": False,
    "unpriced": "fail", "conditions": (), "max_health": None, "deny_any": False, "versus": None, "max_change": None,
    "timezone": None,
}  # fmt: skip


def test_flags_become_limits(tmp_path: Path) -> None:
    this = run(tmp_path)
    limits = limits_of(
        this, FLAGS | {"max_usd": "0.1", "conditions": ("cost_usd > 5",), "max_health": "warning", "deny_any": True}
    )
    assert limits.max_usd == 100_000_000
    refused = ["verdict.decision = deny", "denied.by ~ ."]
    assert [str(each) for each in limits.where] == ["cost_usd > 5", "severity >= warning", *refused]
    assert limits_of(this, FLAGS).where == ()
    with pytest.raises(UsageError):
        limits_of(this, FLAGS | {"max_usd": "-1"})
    assert limits.versus is None


def test_a_change_is_of_the_days_in_the_zone_asked_for(tmp_path: Path) -> None:
    this = run(tmp_path)
    asked = limits_of(this, FLAGS | {"versus": "7d", "timezone": "Asia/Tokyo"}).versus
    assert asked and (asked.days, asked.permille) == (7, 2000)
    assert asked.edges[-2] == epoch_ms("2026-05-31T15:00:00.000Z") // 1000
    changed = limits_of(this, FLAGS | {"versus": "7d", "max_change": 1.5}).versus
    assert changed and changed.permille == 1500
    for wrong in ({"max_change": 1.5}, {"versus": "7d", "timezone": "Nowhere"}, {"versus": "7d", "max_change": 0.0}):
        with pytest.raises(UsageError):
            limits_of(this, FLAGS | wrong)
