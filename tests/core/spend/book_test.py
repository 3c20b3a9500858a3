"""Taking batches in: sums follow what responses become, and who pays follows what else sessions did."""

from __future__ import annotations

from hypothesis import given, settings

from cctl.core.agent.spec import Row
from cctl.core.spend.ask import Ask
from cctl.core.spend.book import apply, claims_by_id, settle, unsettled
from cctl.core.spend.fold import Batch, Fold
from cctl.core.spend.memory import Memory
from tests.core.spend import oracle
from tests.fake_agent import Flat, row


def batch(path: str, *rows: Row) -> Batch:
    fold = Fold()
    fold.add(rows, agent="fake", root=1, file=hash(path) & 0xFFFF, path=path)
    return fold.take(Flat())


@given(oracle.files(), oracle.files())
@settings(max_examples=100, deadline=None)
def test_settling_after_each_batch_or_at_the_end_is_the_same(
    transcripts: dict[str, list[Row]], more: dict[str, list[Row]]
) -> None:
    often, once = Memory(Flat()), Memory(Flat())
    for path, rows in [*transcripts.items(), *more.items()]:
        settle(apply(batch(path, *rows), often, Flat()), often, Flat())
        once.take(batch(path, *rows))
    assert often.sums(Ask()) == once.sums(Ask())
    assert list(often.responses(Ask())) == list(once.responses(Ask()))


def test_what_is_known_already_is_not_added_again() -> None:
    memory = Memory(Flat())
    for _ in range(3):
        memory.take(batch("/f", row("a", 5, output=2), row("b", 6, output=3)))
    memory.take(batch("/f", row("a", 5, output=9)))
    (cell,) = memory.cells(Ask(edges=()))
    assert (cell.responses, cell.output, cell.cost_nano) == (2, 12, 60)


def test_sums_move_to_the_session_that_turns_out_to_pay() -> None:
    memory = Memory(Flat())
    memory.take(batch("/copy", row("a", 5, "copy", output=2)))
    asked = Ask(edges=(), by=frozenset({"session"}))
    assert [(cell.session, cell.output) for cell in memory.cells(asked)] == [("copy", 2)]
    memory.take(batch("/orig", row("a", 5, "orig", output=2), row("b", 6, "orig", output=1)))
    assert [(cell.session, cell.output) for cell in memory.cells(asked)] == [("orig", 3)]
    memory.take(batch("/copy", row("c", 1, "copy", output=4)))  # its own work began earlier after all
    assert [(cell.session, cell.output) for cell in memory.cells(asked)] == [("copy", 6), ("orig", 1)]


def test_claims_are_told_apart_by_session_and_payer() -> None:
    rows = [("a", "s", 0, 1, 2, 3), ("a", "s", 1, 4, 5, 6), ("b", "t", 0, 7, 8, 9)]
    assert claims_by_id(rows) == {"a": {("s", 0): (1, 2, 3), ("s", 1): (4, 5, 6)}, "b": {("t", 0): (7, 8, 9)}}


def test_only_unshared_work_with_a_time_tells_when_a_session_began() -> None:
    fold = Fold()
    rows = [row("a", 9, "s"), row("b", 0, "s"), row("c", 7, "s"), row("c", 7, "t")]
    fold.add(rows, agent="fake", root=1, file=0, path="/f")
    memory = Memory(Flat())
    memory.take(fold.take(Flat()))
    kept = memory.fetch(["a", "b", "c"]).values()
    assert unsettled([known for known, _ in kept], memory) == {"s": 9}
