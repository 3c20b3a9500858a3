"""The labelled corpus against the rates that are promised: false alarms ≤ 5 %, misses ≤ 10 %, check by check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from cctl.core.health.check import checks
from cctl.core.health.judge import Health
from cctl.records.schema import Record
from fixtures.health.corpus import Case, cases
from fixtures.health.story import price, window

NAMES = [check.name for check in checks()]


def found(case: Case) -> dict[str, Record]:
    """The first finding of each check."""
    health, first = Health(cost=price, window=window), {}
    for record in case.records:
        for each in health.feed(record) or ():
            if each["type"] == "finding":
                first.setdefault(each["check"], each)
    return first


Rates = dict[str, tuple[int, int, int, int]]


@pytest.fixture(scope="module")
def rates() -> Rates:
    """Those of the corpus as it is."""
    return rated(cases())


def rated(told: Iterable[Case]) -> Rates:
    """For each check: cases that show it, missed among them, cases that don't, false alarms among those."""
    wrong, missed, fine, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for case in told:
        spoke = found(case)
        for name in NAMES:
            if name in case.labels:
                wrong[name] += 1
                missed[name] += name not in spoke
            else:
                fine[name] += 1
                false[name] += name in spoke
    return {name: (wrong[name], missed[name], fine[name], false[name]) for name in NAMES}


def test_the_corpus_is_large_enough_and_holds_as_many_look_alikes() -> None:
    whole = list(cases())
    assert len(whole) >= 120 and len({case.name for case in whole}) == len(whole)
    assert sum(not case.labels for case in whole) >= 0.4 * len(whole)
    assert {label for case in whole for label in case.labels} == set(NAMES)


def test_the_corpus_is_always_the_same() -> None:
    assert list(cases(1)) == list(cases(1))


@pytest.mark.parametrize("name", NAMES)
def test_each_check_holds_its_rates(name: str, rates: Rates) -> None:
    wrong, missed, fine, false = rates[name]
    assert wrong >= 12 and missed <= 0.10 * wrong
    assert false <= 0.05 * fine and false <= 0.05 * (wrong - missed + false)


def test_nothing_is_critical_among_the_look_alikes() -> None:
    for case in cases():
        if not case.labels:
            assert found(case) == {}, case.name


def passed(records: list[Record]) -> list[Record]:
    """A stream that went through the filter."""
    health, out = Health(cost=price, window=window), []
    for record in records:
        answer = health.feed(record)
        out += [record] if answer is None else answer
    return out


def test_a_stream_that_goes_through_twice_holds_the_same_findings() -> None:
    for case in list(cases(1))[::2]:
        once = passed(case.records)
        assert passed(once) == once, case.name
