"""The figures of judging hold (marked `bench`; `bin/check --all` runs them)."""

from __future__ import annotations

import pytest

from tests.bench import gate_bench


@pytest.mark.bench
@pytest.mark.parametrize("part", ["speed", "attacks"])
def test_the_figures_hold(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, missed = gate_bench.PARTS[part]()
    with capsys.disabled():
        print("\n" + text)  # noqa: T201 -- a benchmark is there to be read
    assert missed == []


@pytest.mark.bench
@pytest.mark.shared
@pytest.mark.parametrize("part", ["bars", "tenths", "uncovered"])
def test_the_labelled_calls_are_judged_as_they_should(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, missed = gate_bench.PARTS[part]()
    with capsys.disabled():
        print("\n" + text)  # noqa: T201 -- as above
    assert missed == []
