"""Taking turns: one reads, the others wait as long as it gets on."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from cctl.host.ledger.turn import turn


def test_the_first_has_its_turn_at_once(tmp_path: Path) -> None:
    with turn(str(tmp_path / "x"), lambda: 0) as mine:
        assert mine
    with turn(str(tmp_path / "x"), lambda: 0) as mine:
        assert mine


def test_nobody_waits_for_one_that_does_not_get_on(tmp_path: Path) -> None:
    with turn(str(tmp_path / "x"), lambda: 0), turn(str(tmp_path / "x"), lambda: 0, patience_s=0) as mine:
        assert not mine


def test_who_waits_has_its_turn_when_the_other_is_done(tmp_path: Path) -> None:
    first = turn(str(tmp_path / "x"), lambda: 0)
    first.__enter__()
    beats = count()

    def pulse() -> int:
        beat = next(beats)
        if beat == 3:
            first.__exit__(None, None, None)
        return beat

    with turn(str(tmp_path / "x"), pulse, patience_s=60) as mine:
        assert mine
        assert next(beats) >= 4
