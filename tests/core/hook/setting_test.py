"""The hook's own list of settings is the declared one, and pins hold."""

from __future__ import annotations

from cctl.core.hook.setting import DEFAULTS, ORDERS, tightest
from cctl.core.setting import settings


def test_defaults_and_orders_are_those_declared() -> None:
    declared = settings()
    assert {name: declared[name].default for name in DEFAULTS} == DEFAULTS
    assert {name: declared[name].choices for name in ORDERS} == ORDERS


def test_no_repository_can_loosen_what_a_verdict_hangs_on() -> None:
    declared = settings()
    assert all(declared[name].tightens in ("higher", "never") for name in DEFAULTS)


def test_what_was_pinned_can_only_tighten() -> None:
    pinned = {"brain.policy": "readonly", "brain.mode": "on", "hook.unknown": "ask", "hook.on_error": "deny"}
    loose = {"brain.policy": "workspace", "brain.mode": "off", "hook.unknown": "host", "hook.on_error": "abstain"}
    assert tightest(pinned, loose) == DEFAULTS | pinned
    assert tightest(loose, pinned) == DEFAULTS | pinned
    assert tightest({}, loose) == DEFAULTS | loose


def test_a_pin_that_means_nothing_counts_for_nothing() -> None:
    assert tightest({"brain.policy": "open", "brain.mode": 3}, {}) == DEFAULTS
    assert tightest({"brain.policy": "locked"}, {"brain.policy": "open"})["brain.policy"] == "locked"
