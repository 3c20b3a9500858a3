"""`cctl price`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.gate_test import spend
from tests.contract import harness


def test_costs_are_filled_in_and_told_ones_kept(tmp_path: Path) -> None:
    stream = spend("a", None, model="claude-opus-5-5") + spend("b", 7.0, model="claude-opus-5-5") + spend("c", None)
    done = harness.run("price", tmp_path, stdin=stream)
    costs = {record["id"]: record.get("cost_usd") for record in harness.records(done.stdout)}
    assert costs == {"a": 100 * 4 / 1e6, "b": 7.0, "c": None}
    assert done.stderr.count(b"no price for 'nobody-knows'") == 1
    again = harness.run("price", tmp_path, "--reprice", stdin=stream)
    assert [record.get("cost_usd") for record in harness.records(again.stdout)] == [0.0004, 0.0004, None]
