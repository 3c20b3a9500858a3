"""The options of `run`."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.run.limit import Limits
from cctl.kit.launching import environment, limits_of, shares
from cctl.records.errors import UsageError

NOTHING: dict[str, Any] = dict.fromkeys(
    ("max_usd", "max_tokens", "max_turns", "max_responses", "max_calls", "max_context", "max_burn", "max_rss")
) | {"timeout": "", "idle": ""}


def test_limits_are_read() -> None:
    assert limits_of(NOTHING) == Limits()
    found = limits_of(NOTHING | {"max_usd": 2.5, "timeout": "1h30m", "max_rss": 5})
    assert found.set() == {"usd": 2.5, "timeout_s": 5400.0, "rss_bytes": 5}
    for wrong in ({"max_usd": 0.0}, {"timeout": "0s"}):
        with pytest.raises(UsageError):
            limits_of(NOTHING | wrong)


def test_shares_are_percentages() -> None:
    assert shares("") == [0.8, 1.0] and shares("50, 95") == [0.5, 0.95, 1.0]
    for wrong in ("x", "0", "101", "50,,"):
        with pytest.raises(UsageError):
            shares(wrong)


def test_the_environment_is_whole_or_what_was_named() -> None:
    env = {"PATH": "p", "LC_ALL": "C", "KEY": "k", "OTHER": "o", "PAT": "x"}
    assert environment(env, ()) == env
    assert environment(env, ("KEY",)) == {"PATH": "p", "LC_ALL": "C", "KEY": "k"}
    for names in (("KEY=x",), ("GONE",), ("",)):
        with pytest.raises(UsageError):
            environment(env, names)
