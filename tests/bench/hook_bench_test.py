"""The hook's figures hold (marked `bench`; `bin/check --all` runs them)."""

from __future__ import annotations

import pytest

from tests.bench import hook_bench

pytestmark = pytest.mark.bench


def test_the_figures_hold() -> None:
    table, missed = hook_bench.cold()
    print(table)  # noqa: T201 -- a benchmark is there to be read
    assert missed == []
