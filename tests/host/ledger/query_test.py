"""Answers of the database, where they are not held against memory's already (`ledger_test`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.spend.ask import Ask
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.query import SqlSpend
from tests.fake_agent import row
from tests.host.ledger.lab import Lab, assert_alike


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path)
    lab.write("s", *[row(f"r{n}", 900_000 * n + n, "st"[n % 2], input=n, project=f"/p{n % 3}") for n in range(40)])
    return lab


def spend(lab: Lab) -> SqlSpend:
    book = Ledger(lab.path)
    book.update(lab.homes(), lab.reading())
    return book.spend(lab.price, lab.homes())


def test_an_empty_ledger_answers(tmp_path: Path) -> None:
    assert_alike(spend(Lab(tmp_path)), Lab(tmp_path / "other").direct().spend)


def test_every_question_has_memorys_answer(lab: Lab) -> None:
    assert_alike(spend(lab), lab.direct().spend)


def test_an_answer_stays_as_it_is(lab: Lab) -> None:
    before = spend(lab)
    sums = before.sums(Ask(edges=()))
    lab.write("t", row("later", 5, "t", input=1000))
    after = spend(lab).sums(Ask(edges=()))
    assert before.sums(Ask(edges=())) == sums
    assert after[0].cell.input == sums[0].cell.input + 1000


def test_whole_periods_are_added_up_without_a_look_at_responses(lab: Lab) -> None:
    known = spend(lab)
    asked: list[str] = []
    known._connection.set_trace_callback(asked.append)
    known.sums(Ask(edges=(0, 3600, 86_400), by=frozenset({"model", "session"}), since_ms=0))
    assert asked
    assert not any("response." in statement for statement in asked)


def test_roots_are_left_out_by_number(lab: Lab) -> None:
    known = spend(lab)
    assert SqlSpend(known._connection, lab.price, [1]).extent() is not None
    assert SqlSpend(known._connection, lab.price, [2]).extent() is None
    assert SqlSpend(known._connection, lab.price, []).sums(Ask()) == []
    assert list(SqlSpend(known._connection, lab.price, []).responses(Ask())) == []


def test_equal_periods_are_found_and_cover_everything() -> None:
    from cctl.host.ledger.query import even

    assert list(even([0, 10, 20, 30])) == [(0, 30, 10)]
    assert list(even([0, 10, 20, 45, 70, 80])) == [(0, 20, 10), (20, 70, 25), (70, 80, 10)]
    assert list(even([5, 9])) == [(5, 9, 4)]
    assert list(even([5])) == list(even([])) == []
