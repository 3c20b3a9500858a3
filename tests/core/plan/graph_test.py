"""Who waits for whom."""

from __future__ import annotations

from cctl.core.plan import graph

DIAMOND = {"d": ["b", "c"], "b": ["a"], "c": ["a"], "a": []}


def test_a_cycle_is_told_as_a_chain() -> None:
    assert graph.cycle(DIAMOND) == []
    assert graph.cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert graph.cycle({"a": ["a"]}) == ["a", "a"]


def test_length_is_no_problem() -> None:
    chain = {str(each): [str(each - 1)] if each else [] for each in range(20_000)}
    assert graph.cycle(chain) == []
    assert graph.depths(chain)["19999"] == 19_999
    assert graph.cycle(chain | {"0": ["19999"]})[0] == graph.cycle(chain | {"0": ["19999"]})[-1]


def test_order_respects_needs_and_otherwise_the_file() -> None:
    assert graph.order(DIAMOND) == ["a", "b", "c", "d"]
    assert graph.depths(DIAMOND) == {"a": 0, "b": 1, "c": 1, "d": 2}
    assert graph.order({"z": [], "y": []}) == ["z", "y"]


def test_downstream_is_all_that_waits() -> None:
    assert graph.dependents(DIAMOND)["a"] == ["b", "c"]
    assert graph.downstream(DIAMOND, ["b"]) == {"b", "d"}
    assert graph.downstream(DIAMOND, []) == set()
