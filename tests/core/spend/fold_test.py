"""Folding rows into batches: merged, booked and summed as they would be one by one."""

from __future__ import annotations

import marshal

from hypothesis import given, settings

from cctl.core.agent.spec import Row
from cctl.core.spend.cell import QUARTER_S
from cctl.core.spend.fold import Cells, Fold, book
from cctl.core.spend.merge import LIMIT, Account
from tests.core.spend import oracle
from tests.fake_agent import Flat, row


def folded(*rows: Row) -> Fold:
    fold = Fold()
    fold.add(rows, agent="fake", root=1, file=3, path="/f")
    return fold


@given(oracle.files())
@settings(max_examples=100, deadline=None)
def test_sums_of_a_batch_are_those_of_its_responses(transcripts: dict[str, list[Row]]) -> None:
    fold = Fold()
    for file, (path, rows) in enumerate(transcripts.items()):
        fold.add(rows, agent="fake", root=1, file=file, path=path)
    batch = fold.take(Flat())
    cells: Cells = {}
    for known in batch.known:
        book(cells, known, Account(*batch.accounts[known[2]]), Flat())
    assert sorted(batch.cells) == sorted((*key, *sums) for key, sums in cells.items())
    assert len(fold) == 0


def test_a_batch_is_plain_enough_to_be_sent() -> None:
    batch = folded(row("a", 5, input=1), row("b", 6, payer="p")).take(Flat())
    assert marshal.loads(marshal.dumps(tuple(batch))) == tuple(batch)


def test_impossible_figures_are_named_and_left_out() -> None:
    fold = Fold()
    rows = [
        row("a", 5, input=-1, at=1),
        row("b", 5, read=LIMIT + 1, at=2),
        row("c", 5, input=LIMIT, at=3),
        row("d", 5, recorded_nano=10**30, at=4),
    ]
    skips = fold.add(rows, agent="fake", root=1, file=0, path="/f")
    assert [(skip.reason, skip.at) for skip in skips] == [("impossible_figures", at) for at in (1, 2, 4)]
    assert [known[0] for known in fold.take(Flat()).known] == ["c"]


def test_times_out_of_this_world_are_unknown() -> None:
    batch = folded(row("a", -5), row("b", 10**18), row("a", 7)).take(Flat())
    assert [known[1] for known in batch.known] == [7, 0]


def test_costs_that_a_line_records_stand() -> None:
    batch = folded(row("a", 5, input=1, recorded_nano=77), row("b", 5, input=1), row("c", 5, model="unknown")).take(
        Flat()
    )
    costs = {cell[1]: cell[-3:] for cell in batch.cells}
    assert sorted(costs.values()) == [(0, 1, 0), (78, 0, 0)]


def test_guesses_are_marked() -> None:
    (cell,) = folded(row("a", 5, input=1, model="guess"), row("b", 5, model="guess")).take(Flat()).cells
    assert cell[2:] == (2, 1, 0, 0, 0, 0, 1, 0, 2)


def test_broken_text_is_cleaned_before_it_is_kept() -> None:
    batch = folded(row("\udcff", 5, cwd="/\udcff")).take(Flat())
    assert [known[0] for known in batch.known] == ["?"]
    assert [account[5] for account in batch.accounts.values()] == ["/?"]


def test_who_pays_and_how_that_is_known() -> None:
    batch = folded(row("a", 5, "s"), row("b", 5, "s", payer="s"), row("c", 5, "s", payer="p")).take(Flat())
    assert sorted((account[1], account[11], account[12]) for account in batch.accounts.values()) == [
        ("p", 1, 1),
        ("s", 0, 0),
        ("s", 1, 0),
    ]


def test_booking_and_taking_out_again_leaves_nothing() -> None:
    known = folded(row("a", 5_000_000, input=3, model="guess")).take(Flat()).known[0]
    account = Account("fake", "s", "", "", "", "", "", "guess", "", "", "1", 0, 0)
    cells: Cells = {}
    book(cells, known, account, Flat(), -1)
    assert next(iter(cells)) == (5000 // QUARTER_S * QUARTER_S, known[2])
    book(cells, known, account, Flat())
    assert list(cells.values()) == [[0] * 9]
