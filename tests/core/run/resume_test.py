"""What going on with a session costs."""

from __future__ import annotations

from typing import Any

from cctl.core.moment import epoch_ms
from cctl.core.run.resume import terms
from tests.fake_agent import Flat

NOW = "2026-06-01T10:00:00.000Z"
SESSION: dict[str, Any] = {
    "ts": NOW,
    "session": "s",
    "agent": "claude",
    "model": "m",
    "project": "/p",
    "cwd": "/p/deep",
    "context_tokens": 1000,
    "last": "2026-06-01T09:57:00.000Z",
    "cost_usd": 2.5,
}


def told(**more: Any) -> dict[str, Any]:
    return terms(SESSION | more, ["claude", "--resume", "s"], epoch_ms(NOW), Flat().cost)


def test_a_warm_cache_is_read_and_a_cold_one_written() -> None:
    warm = told(cache_expires="2026-06-01T10:02:00.000Z")
    assert (warm["cache"], warm["cost_usd"], warm["warm_usd"], warm["cold_usd"]) == ("warm", 1e-7, 1e-7, 2e-6)
    cold = told(cache_expires="2026-06-01T09:59:00.000Z")
    assert (cold["cache"], cold["cost_usd"]) == ("cold", 2e-6)
    hour = told(cache_expires="2026-06-01T10:57:00.000Z")
    assert hour["cold_usd"] == 3e-6
    assert (warm["cwd"], warm["argv"], warm["estimated"]) == ("/p", ["claude", "--resume", "s"], True)
    assert warm["spent_usd"] == 2.5


def test_what_is_unknown_is_absent() -> None:
    assert told()["cache"] == "unknown" and told()["cost_usd"] == 2e-6  # the dearer of the two
    assert "cost_usd" not in told(model="unknown")
    assert "cost_usd" not in told(context_tokens=0)
