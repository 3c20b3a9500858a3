"""When a server is left alone."""

from __future__ import annotations

from cctl.core.brain.breaker import CLOSED_MS, Breaker


def test_three_failures_in_a_minute_close_it_for_two() -> None:
    breaker = Breaker()
    for at in (0, 10_000):
        breaker.failed(at)
        assert breaker.open(at)
    breaker.failed(20_000)
    assert not breaker.open(20_001) and not breaker.open(20_000 + CLOSED_MS - 1)
    assert breaker.open(20_000 + CLOSED_MS)
    breaker.failed(20_000 + CLOSED_MS)  # the one that was let through
    assert not breaker.open(20_001 + CLOSED_MS) or breaker.failures


def test_an_answer_makes_everything_well_and_rare_failures_are_nothing() -> None:
    breaker = Breaker([0, 1, 2])
    assert not breaker.open(3)
    breaker.worked()
    assert breaker.open(3)
    for at in range(10):
        breaker.failed(at * 40_000)
        assert breaker.open(at * 40_000)
