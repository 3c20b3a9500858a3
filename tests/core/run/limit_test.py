"""Limits of a run."""

from __future__ import annotations

import pytest

from cctl.core.run.limit import NANO, Burn, Limits, Used, passed, said, status, usage, used, warnings
from cctl.core.state.standing import Standing


@pytest.mark.parametrize(
    ("limits", "amounts", "cause"),
    [
        (Limits(usd=1.0), {"usd": 0.99}, ""),
        (Limits(usd=1.0), {"usd": 1.0}, "budget"),
        (Limits(tokens=10), {"tokens": 10}, "tokens"),
        (Limits(calls=2), {"calls": 2}, ""),
        (Limits(calls=2), {"calls": 3}, "calls"),
        (Limits(turns=0), {"turns": 1}, "turns"),
        (Limits(timeout_s=5.0), {"timeout_s": 5.0}, "timeout"),
        (Limits(idle_s=5.0), {"idle_s": 4.9}, ""),
        (Limits(rss_bytes=5), {"rss_bytes": 6}, "memory"),
        (Limits(context=0.5), {}, ""),
        (Limits(), {"usd": 1e9}, ""),
    ],
)
def test_a_limit_is_passed_at_it_or_beyond_it(limits: Limits, amounts: dict[str, float], cause: str) -> None:
    assert passed(limits, amounts, Used()) == cause


def test_what_is_not_exact_stops_only_where_it_may() -> None:
    over = {"usd": 2.0}
    assert passed(Limits(usd=1.0), over, Used(estimated=True)) == ""
    assert passed(Limits(usd=1.0), over, Used(estimated=True), estimates=True) == "budget"
    assert passed(Limits(usd=1.0), {"usd": 0.1}, Used(unpriced=1)) == "unpriced"
    assert passed(Limits(usd=1.0), {"usd": 0.1}, Used(unpriced=1), strict=False) == ""
    assert passed(Limits(tokens=9), {"tokens": 1}, Used(unpriced=1)) == ""


def test_causes_have_their_status() -> None:
    given = {"budget": 11, "tokens": 11, "unpriced": 11, "timeout": 124, "idle": 124, "calls": 10, "user": 130}
    assert {cause: status(cause) for cause in given} == given


def test_warnings_are_given_once() -> None:
    said: set[str] = set()
    assert len(warnings(Limits(usd=1.0), {"usd": 0.85}, [0.5, 0.8], said)) == 2
    assert warnings(Limits(usd=1.0), {"usd": 0.86}, [0.5, 0.8], said) == []


def test_only_what_came_since_the_start_counts() -> None:
    standing = Standing("s", tokens=[1, 2, 3, 4, 5], turns=2, calls=7, responses=3, unpriced=1, cost_nano=5_000_000_000)
    before = used(standing)
    standing.cost_nano, standing.calls = 6_000_000_000, 9
    now = used(standing).since(before)
    assert (now.nano, now.calls, now.tokens, now.unpriced) == (1_000_000_000, 2, 0, 0)
    told = usage(Limits(usd=3.0), now, now.amounts(), {})
    assert told["cost_usd"] == 1.0 and told["used"] == {"usd": 1.0}
    assert used(None) == Used()


def test_a_cost_that_nobody_knows_is_absent() -> None:
    told = usage(Limits(), Used(responses=2, unpriced=2), {}, {})
    assert "cost_usd" not in told and told["unpriced"] == 2


def test_which_limits_need_to_know_what_the_agent_does() -> None:
    assert not Limits(timeout_s=1.0, idle_s=1.0, rss_bytes=1).spending()
    assert Limits(calls=1).spending() and Limits(usd=1.0).spending()


def test_the_rate_of_burning_is_over_the_last_minutes() -> None:
    burn = Burn()
    assert burn.rate(0.0, 0) == 0.0
    assert burn.rate(1.0, NANO) == 60.0, "of less than a minute no more is made than of a minute"
    assert burn.rate(120.0, NANO) == 30.0
    assert burn.rate(600.0, 2 * NANO) == 12.0 and burn.rate(1200.0, 2 * NANO) == 0.0


def test_what_is_said_of_a_limit() -> None:
    assert "no known price" in said("unpriced", Limits(usd=1.0), {})
    assert said("timeout", Limits(timeout_s=5.0), {"timeout_s": 6.0}) == "this run is at its limit of timeout: 6 of 5"
    assert said("user", Limits(), {}) == "this run is at its limit (user)"
