"""Limits as the keeper looks at them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cctl.core.run.limit import Limits, Used
from cctl.host.run.bounds import Bounds
from tests.host.run.keeper_test import plan


def bounds(tmp_path: Path, limits: Limits, used: Used) -> Bounds:
    follow: Any = SimpleNamespace(used=lambda: used, tokens=lambda: [0, 0, 0, 0, 0])
    family: Any = SimpleNamespace(rss_bytes=7)
    return Bounds(plan(tmp_path, "claude", "-p", "x", limits=limits), follow, family)


def test_the_next_call_is_barred_before_a_limit_on_responses_is_passed(tmp_path: Path) -> None:
    found = bounds(tmp_path, Limits(responses=2), Used(responses=2))
    assert (found.passed(), found.barred()) == ("", "responses")
    assert found.why("responses") == "cctl: this run is at its limit of responses: 2 of 2"


def test_what_was_spent_is_told_in_dollars_and_warned_of_once(tmp_path: Path) -> None:
    found = bounds(tmp_path, Limits(usd=1.0), Used(nano=900_000_000, responses=1))
    assert found.passed() == "" and found.usage()["cost_usd"] == 0.9
    (warning,) = found.warnings("s", "t")
    assert warning["check"] == "budget" and "0.9 of 1" in warning["message"] and not found.warnings("s", "t")
    assert found.why("budget") == "cctl: the budget of this run is spent: $0.9000 of $1.0000"
