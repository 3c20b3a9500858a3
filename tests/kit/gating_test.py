"""From flags to limits."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.kit.gating import limits_of
from cctl.records.errors import UsageError

FLAGS: dict[str, Any] = {
    "max_usd": None, "max_tokens": None, "max_errors": None, "max_turns": None, "each": False, "require_end": False,
    "unpriced": "fail", "conditions": (), "max_health": None, "deny_any": False,
}  # fmt: skip


def test_flags_become_limits() -> None:
    limits = limits_of(
        FLAGS | {"max_usd": "0.1", "conditions": ("cost_usd > 5",), "max_health": "warning", "deny_any": True}
    )
    assert limits.max_usd == 100_000_000
    assert [str(each) for each in limits.where] == ["cost_usd > 5", "severity >= warning", "verdict.decision = deny"]
    assert limits_of(FLAGS).where == ()
    with pytest.raises(UsageError):
        limits_of(FLAGS | {"max_usd": "-1"})
