"""Memory gives what the sightings tell, in whatever order and batches they come."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.agent.spec import Row
from cctl.core.spend.ask import Ask
from cctl.core.spend.cell import QUARTER_S, Cell, Response
from cctl.core.spend.fold import Fold
from cctl.core.spend.memory import Memory
from tests.core.spend import oracle
from tests.fake_agent import Flat, row

QUARTER = QUARTER_S * 1000


def held(batches: list[list[tuple[str, list[Row]]]], price: Flat | None = None) -> Memory:
    """A memory that took stretches of files in, batch by batch."""
    price = price or Flat()
    memory = Memory(price)
    numbers: dict[str, int] = {}
    for batch in batches:
        fold = Fold()
        for path, rows in batch:
            file = numbers.setdefault(path, len(numbers))
            memory.name({file: path})
            fold.add(rows, agent="fake", root=1, file=file, path=path)
        memory.take(fold.take(price))
    return memory


def cost(each: Response) -> int:
    figures: tuple[Any, ...] = each[4:12]
    return Flat().cost(each.model, each.ms, *figures) or 0


def one(*rows: Row) -> Memory:
    return held([[("/f.jsonl", list(rows))]])


@given(oracle.files(), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_any_order_and_any_batches_tell_the_same(
    transcripts: dict[str, list[Row]], chance: random.Random, count: int
) -> None:
    pieces = []
    for path, rows in transcripts.items():
        cut = chance.randrange(len(rows) + 1)
        pieces += [(path, rows[:cut]), (path, rows[cut:]), (path, rows)]  # the last one: all of it again
    chance.shuffle(pieces)
    batches = [pieces[place::count] for place in range(count)]
    assert list(held(batches).responses(Ask())) == oracle.responses(oracle.sighted(transcripts))


@given(oracle.files())
@settings(max_examples=150, deadline=None)
def test_sums_are_those_of_the_responses(transcripts: dict[str, list[Row]]) -> None:
    memory = held([[(path, rows)] for path, rows in transcripts.items()])
    responses = list(memory.responses(Ask()))
    for by in (frozenset[str](), frozenset({"session", "model"}), frozenset({"tool"})):
        total = [line.cell for line in memory.sums(Ask(by=by, edges=()))]
        for figure in ("input", "output", "write_5m", "write_1h", "read"):
            assert sum(getattr(cell, figure) for cell in total) == sum(getattr(each, figure) for each in responses)
        assert sum(cell.responses for cell in total) == len(responses)
        assert sum(cell.cost_nano for cell in total) == sum(
            each.recorded_nano if each.recorded_nano >= 0 else cost(each) for each in responses
        )


def test_placeholders_rise_and_the_first_time_stands() -> None:
    (found,) = one(row("r", 2000, output=1), row("r", 1000, output=40), row("r", 3000, output=7)).responses(Ask())
    assert (found.ms, found.output) == (1000, 40)


def test_a_fork_that_names_the_payer_pays_nothing() -> None:
    memory = held(
        [
            [("/b.jsonl", [row("r1", 5, "b", payer="a"), row("r2", 9, "b")])],
            [("/a.jsonl", [row("r1", 5, "a", branch="main")])],
        ]
    )
    assert [(each.id, each.session, each.path) for each in memory.responses(Ask())] == [
        ("r1", "a", "/a.jsonl"),
        ("r2", "b", "/b.jsonl"),
    ]


def test_old_copies_belong_to_whose_own_work_began_first() -> None:
    shared = [row("r1", 1000, "old"), row("r2", 2000, "old")]
    resumed = [each._replace(session="a-new") for each in shared] + [row("r4", 9000, "a-new")]
    memory = held([[("/new.jsonl", resumed)], [("/old.jsonl", [*shared, row("r3", 3000, "old")])]])
    assert {each.id: each.session for each in memory.responses(Ask())} == {
        "r1": "old",
        "r2": "old",
        "r3": "old",
        "r4": "a-new",
    }


def test_without_any_work_of_their_own_the_lowest_id_pays() -> None:
    memory = held([[("/2.jsonl", [row("r", 1, "z")])], [("/1.jsonl", [row("r", 1, "y")])]])
    assert [each.session for each in memory.responses(Ask())] == ["y"]


def test_ragged_edges_come_from_responses() -> None:
    memory = one(row("a", QUARTER - 1, input=1), row("b", QUARTER, input=2), row("c", 2 * QUARTER + 500, input=4))
    asked = Ask(since_ms=QUARTER - 1, until_ms=2 * QUARTER + 500)
    assert [(cell.start_s, cell.input) for cell in memory.cells(asked)] == [(QUARTER_S - 1, 1), (QUARTER_S, 2)]
    assert [cell.input for cell in memory.cells(asked._replace(until_ms=2 * QUARTER + 501, edges=()))] == [7]


def test_periods_are_cut_where_the_asker_says() -> None:
    memory = one(row("a", 0, input=1), row("b", 5 * QUARTER, input=2), row("c", 9 * QUARTER, input=4))
    edges = (QUARTER_S, 6 * QUARTER_S, 9 * QUARTER_S)
    assert [(cell.start_s, cell.input) for cell in memory.cells(Ask(edges=edges))] == [(QUARTER_S, 2)]


def test_sessions_say_what_they_ever_spent_and_what_was_asked() -> None:
    memory = one(
        row("a", 5, "s", input=1, branch="x", project="p"),
        row("b", QUARTER + 5, "s", input=2, agent_id="y", model="unknown"),
        row("c", 7, "t", input=4),
    )
    (found,) = memory.sessions(Ask(since_ms=QUARTER, by=frozenset({"model"})))
    assert (found.session, found.first_ms, found.last_ms) == ("s", 5, QUARTER + 5)
    assert (found.models, found.branches, found.projects, found.agent_ids) == (("m", "unknown"), ("x",), ("p",), ("y",))
    assert found.lifetime == Cell(0, responses=2, input=3, cost_nano=1, unpriced=1)
    assert found.cells == (Cell(QUARTER_S, session="s", model="unknown", responses=1, input=2, unpriced=1),)


def test_what_is_wanted_is_kept() -> None:
    memory = one(
        row("a", 5, "s", input=1, project="/p", tools="Bash:1 Read:2 Bash:3"),
        row("b", 6, "t", input=4, project="/q"),
    )
    only = Ask(edges=(), keep={"project": lambda project: project == "/p"}, by=frozenset({"session"}))
    assert [(line.cell.session, line.cell.input, line.sessions) for line in memory.sums(only)] == [("s", 1, 1)]
    tools = Ask(edges=(), by=frozenset({"tool"}))
    assert [(cell.tool, cell.responses, cell.input) for cell in memory.cells(tools)] == [
        ("(none)", 1, 4),
        ("Bash", 1, 1),
    ]
    assert list(memory.cells(tools._replace(keep={"tool": "Read".__eq__}))) == []


def test_an_empty_memory_answers() -> None:
    memory = Memory(Flat())
    assert memory.extent() is None
    assert memory.sums(Ask()) == []
    assert list(memory.responses(Ask())) == []
    assert list(memory.sessions(Ask())) == []


def test_extent_is_in_quarters() -> None:
    assert one(row("a", QUARTER + 1), row("b", 5 * QUARTER)).extent() == (QUARTER_S, 6 * QUARTER_S)
