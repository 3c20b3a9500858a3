"""The brain's figures hold (marked `bench`; `bin/check --all` runs them)."""

from __future__ import annotations

import json

import pytest

from tests.bench import brain_bench

CALLS_PER_SECOND = 8_000
SECONDS = {"learn": 10.0, "stats": 8.0, "replay": 20.0, "log --verify": 10.0, "export": 6.0, "decide --keep": 60.0}
MB = 100


def test_the_calls_are_calls() -> None:
    rows = [json.loads(line) for line in brain_bench.calls(700)]
    assert len({row["id"] for row in rows}) == 700 and all(row["type"] == "call" and row["facts"] for row in rows)


@pytest.mark.bench
def test_a_core_judges_eight_thousand_calls_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    found = brain_bench.per_second()
    with capsys.disabled():
        print(f"\nbrain decide: {found:,.0f} calls a second")  # noqa: T201 -- a benchmark is there to be read
    assert found >= CALLS_PER_SECOND


@pytest.mark.bench
def test_a_log_of_years_is_read_in_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    found = brain_bench.readers()
    with capsys.disabled():
        for name, each in found.items():
            print(f"\nbrain {name:14} {each.seconds:6.2f} s  {each.mb:6.1f} MB", end="")  # noqa: T201 -- as above
    assert {name: each.status for name, each in found.items() if each.status} == {}
    assert {name: each for name, each in found.items() if each.seconds > SECONDS[name] or each.mb > MB} == {}
