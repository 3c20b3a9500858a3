"""The figures of `stats` hold (marked `bench`; `bin/check --all` runs them)."""

from __future__ import annotations

import pytest

from tests.bench import stats_bench

pytestmark = [pytest.mark.bench, pytest.mark.shared]


@pytest.mark.parametrize("part", ["start_up", "first_reads", "warm", "cold", "filters"])
def test_the_figures_hold(part: str) -> None:
    table, missed = getattr(stats_bench, part)()
    print(table)  # noqa: T201 -- a benchmark is there to be read
    assert missed == []
