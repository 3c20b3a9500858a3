"""The table of exit statuses."""

from __future__ import annotations

from cctl.records.exits import CODES, EXITS, worst


def test_the_one_that_stands_highest_wins() -> None:
    assert worst(0, 11, 12) == 12
    assert worst(3, 0) == 3
    assert worst(14, 13, 15) == 13
    assert worst(20, 11) == 20
    assert worst(2, 20) == 2
    assert worst(130, 2) == 130


def test_nothing_is_fine_and_the_unknown_is_not() -> None:
    assert worst() == 0
    assert worst(0, 0) == 0
    assert worst(0, 99) == 99


def test_names_and_codes_are_one_to_one() -> None:
    assert len(CODES) == len(EXITS) == len(set(CODES.values()))
