"""Cells on the wire: what is left out, and what comes back."""

from cctl.core.spend.cell import Cell
from cctl.core.stats.carry import UNKNOWN, carried, carry

CELL = Cell(1_781_942_400, "claude", "s1", "opus", "/w", "main", "/w", "", "", 2, 10, 20, 0, 0, 0, 5_000_000, 0, 0)


def test_a_cell_says_only_what_differs_from_its_session() -> None:
    assert carry([CELL], {"project": "/w", "branch": "fix"}) == [
        {
            "start": "2026-06-20T08:00:00.000Z",
            "model": "opus",
            "branch": "main",
            "cwd": "/w",
            "responses": 2,
            "tokens": {"input": 10, "output": 20},
            "cost_usd": 0.005,
        }
    ]


def test_an_unknown_cost_is_absent() -> None:
    (entry,) = carry([CELL._replace(cost_nano=0, unpriced=2, estimated=1)])
    assert "cost_usd" not in entry
    assert (entry["unpriced"], entry["estimated"]) == (2, 1)


def test_what_a_cell_leaves_out_is_its_sessions() -> None:
    record = {"type": "session", "session": "s1", "agent": "claude", "project": "/w", "branch": "main", "cwd": "/w"}
    (back,) = carried(record | {"spend": carry([CELL], record)})
    assert back == CELL._replace(tool=UNKNOWN)


def test_records_without_cells_carry_none() -> None:
    assert list(carried({"type": "session"})) == []
    assert list(carried({"spend": "x"})) == []
    assert list(carried({"spend": [None]})) == [None]
