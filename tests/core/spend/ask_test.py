"""Cutting questions: whole quarters and ragged ends, periods, and responses over their tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.spend.ask import Ask, middle, ragged, split, total, wanted
from cctl.core.spend.cell import QUARTER_S
from cctl.core.spend.merge import Account
from tests.fake_agent import Flat

ACCOUNT = Account("fake", "s", "", "", "/p", "/p", "main", "m", "", "", "1", 0, 0)
QUARTER = QUARTER_S * 1000
ONE = [1, 0, 0, 0, 0, 0, 0, 0, 0]


@given(st.integers(0, 5 * QUARTER), st.integers(0, 5 * QUARTER))
def test_middle_and_ragged_ends_cover_the_window_once(since: int, until: int) -> None:
    ask = Ask(since_ms=since, until_ms=until)
    first, stop = middle(ask)
    covered = [range(first * 1000, stop * 1000), *[range(*ends) for ends in ragged(ask)]]
    assert sum(map(len, covered)) == max(0, until - since)
    assert all(each.start >= since and each.stop <= until for each in covered if len(each))
    assert first % QUARTER_S == stop % QUARTER_S == 0


def test_all_of_time_has_no_ragged_ends() -> None:
    assert ragged(Ask()) == []
    assert middle(Ask())[0] == 0


@given(st.lists(st.sampled_from(["Bash", "Read", "Edit"]), max_size=5), st.integers(0, 1000))
def test_nothing_is_lost_between_tools(names: list[str], figure: int) -> None:
    tools = " ".join(["12.10", *[f"{name}:{place}" for place, name in enumerate(names)]]) if names else ""
    known = ["r", 5, 0, 0, 0, figure, figure + 1, 0, 0, figure, 0, tools, -1, 0]
    parts = list(split(known, ACCOUNT, Flat()))
    assert [name for name, _ in parts] == (names or ["(none)"])
    assert [sum(column) for column in zip(*[sums for _, sums in parts], strict=True)] == [
        1, figure, figure + 1, 0, 0, figure, figure + 5 * (figure + 1) + figure // 10, 0, 0,
    ]  # fmt: skip
    assert parts[0][1] == [max(column) for column in zip(*[sums for _, sums in parts], strict=True)]


def test_periods_start_at_their_edges() -> None:
    entries = [(start, ACCOUNT, "", ONE) for start in (0, 900, 1800, 2700)]
    assert [line.cell.start_s for line in total(entries, Ask(edges=(900, 2700, 3600)))] == [900, 2700]
    assert [line.cell.responses for line in total(entries, Ask(edges=(900, 2700, 3600)))] == [2, 1]
    assert [line.cell.start_s for line in total(entries, Ask(edges=()))] == [0]
    assert len(total(entries, Ask())) == 4


def test_sessions_are_counted_once_in_each_sum() -> None:
    accounts = [ACCOUNT, ACCOUNT._replace(session="t"), ACCOUNT._replace(branch="x")]
    lines = total([(0, account, "", ONE) for account in accounts], Ask(edges=(), by=frozenset({"branch"})))
    assert [(line.cell.branch, line.sessions) for line in lines] == [("main", 2), ("x", 1)]


@pytest.mark.parametrize(
    ("field", "value", "kept"), [("project", "/p", True), ("session", "t", False), ("tool", "", True)]
)
def test_wanted_looks_at_every_condition(field: str, value: str, *, kept: bool) -> None:
    assert wanted(ACCOUNT, Ask(keep={field: value.__eq__})) is kept
