"""The processes of a run."""

from __future__ import annotations

import itertools

from cctl.host.kill import Killer
from cctl.host.process import Identity
from cctl.host.run.family import Family
from tests.host.processes_fake import Table, process

ME = 4_190_000  # no such process: what is re-parented to the test itself is none of its business


def family(table: Table) -> Family:
    ticks = itertools.count()
    found = Family(table, Killer(table, ME, lambda: float(next(ticks)), lambda seconds: None))
    found.child = Identity(10, "1")
    return found


def test_what_was_once_in_the_tree_is_named_when_it_has_left_it() -> None:
    table = Table(process(10, start="1"), process(11, 10, start="2", group=11, session=11), process(12, start="3"))
    found = family(table)
    found.note(0.0)
    assert (found.rss_bytes, found.peak_bytes) == (2000, 2000)
    del table.rows[10]
    table.rows[11] = process(11, 1, start="2", group=11, session=11)
    assert [each.pid for each in found.left()] == [11]
    table.rows[11] = process(11, 1, start="9", group=11, session=11)  # another process by its pid
    assert found.left() == []


def test_members_of_its_group_and_session_are_its_own() -> None:
    table = Table(
        process(20, group=10, session=10),
        process(21, group=21, session=10),
        process(22),
        process(23, group=10, zombie=True),
    )
    assert [each.pid for each in family(table).left()] == [20, 21]


def test_they_are_ended_when_asked() -> None:
    table = Table(process(20, group=10, session=10), dies_of={20: {15}})
    assert family(table).left(end=True) == []
    assert 15 in [number for _, number in table.sent]


def test_without_a_command_there_is_nothing() -> None:
    found = Family(Table(process(5)), Killer(Table(), ME, lambda: 0.0, lambda seconds: None))
    found.note(0.0)
    assert found.left() == [] and found.open_files() == [] and found.peak_bytes == 0
