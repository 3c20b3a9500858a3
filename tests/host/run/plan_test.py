"""A plan as the record of a run that has not begun."""

from __future__ import annotations

from cctl.core.run.limit import Limits
from cctl.host.run.plan import first
from tests.host.run.keeper_test import plan


def test_how_limits_are_held_is_said(tmp_path) -> None:  # type: ignore[no-untyped-def]  # a fixture
    dear = plan(tmp_path, "claude", "-p", "x", limits=Limits(usd=1.0))
    assert first(dear, "")["enforcement"] == "stop" and first(dear._replace(hook=True), "")["enforcement"] == "refuse"
    assert "enforcement" not in first(plan(tmp_path, "make", limits=Limits(timeout_s=1.0)), "")
    assert first(dear, "")["mode"] == "headless"
