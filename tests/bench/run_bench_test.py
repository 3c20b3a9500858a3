"""The figures of `cctl run` hold (marked `bench`; `bin/check --all` runs them)."""

from __future__ import annotations

import pytest

from tests.bench import run_bench

pytestmark = pytest.mark.bench


def test_the_figures_hold(capsys: pytest.CaptureFixture[str]) -> None:
    table, missed = run_bench.figures()
    with capsys.disabled():
        print("\n" + table)  # noqa: T201 -- a benchmark is there to be read
    assert missed == []
