"""The table of false alarms and misses, check by check: `pytest -m bench -s tests/bench/health_bench_test.py`.

The corpus is told with many more seeds than the tests use, so that no rate rests on a lucky length or pause.
"""

from __future__ import annotations

import pytest

from fixtures.health.corpus import cases
from tests.core.health.corpus_test import Rates, rated

SEEDS = 12


def table(rates: Rates) -> str:
    """The rates as lines of text."""
    lines = [f"{'check':20}{'wrong':>7}{'missed':>8}{'fine':>7}{'false alarms':>14}"]
    for name, (wrong, missed, fine, false) in rates.items():
        lines.append(f"{name:20}{wrong:>7}{missed / wrong:>8.1%}{fine:>7}{false / fine:>14.1%}")
    return "\n".join(lines)


@pytest.mark.bench
def test_the_rates_hold_over_many_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    told = list(cases(SEEDS))
    rates = rated(told)
    with capsys.disabled():
        print(f"\n{len(told)} transcripts\n{table(rates)}")  # noqa: T201 -- the table is the point
    for name, (wrong, missed, fine, false) in rates.items():
        assert missed <= 0.10 * wrong and false <= 0.05 * fine, name


def test_the_table_has_a_line_for_each_check() -> None:
    shown = table(rated(cases(1))).splitlines()
    assert shown[0].split() == ["check", "wrong", "missed", "fine", "false", "alarms"]
    assert len(shown) == 16 and all(line.count("%") == 2 for line in shown[1:])
