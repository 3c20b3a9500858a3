"""A session as history tells it."""

from __future__ import annotations

from cctl.core.activity.history import Figures, File, Where, sort_key, told
from cctl.core.spend.ask import SessionSpend
from cctl.core.spend.cell import Cell

NOW = 1_793_491_200_000
AT = Where(NOW, 30, ("claude", "--resume", "s"))


def cell(start: int = 1_793_000_700, **figures: int) -> Cell:
    return Cell(start, "claude", "s", "m", "/p", "main", "/p", responses=2, **figures)


def spend(*cells: Cell) -> SessionSpend:
    lifetime = Cell(0, responses=5, cost_nano=9_000_000_000)
    return SessionSpend(
        "s", "claude", 2000, 9000, ("/p",), ("main",), ("/p", "/p/sub"), ("m",), ("a1",), lifetime, cells
    )


DID = Figures("s", "claude", 1000, 8000, 3, 7, 1, 0, 2, 1, "rest", "Fix  it\nnow", {"cwd": "/p/sub", "version": "2.1"})


def test_both_memories_make_one_record() -> None:
    record = told("s", "claude", spend(cell(input=10, cost_nano=1_500_000_000)), DID, File("/t.jsonl", NOW), AT)
    assert (record["project"], record["branch"], record["cwd"]) == ("/p", "main", "/p/sub")
    assert (record["turns"], record["calls"], record["errors"], record["edits"]) == (3, 7, 1, 2)
    assert (record["cost_usd"], record["lifetime_cost_usd"]) == (1.5, 9.0)
    assert record["tokens"]["input"] == record["tokens"]["total"] == 10
    assert (record["start"], record["last"], record["duration_s"]) == (
        "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:09.000Z", 8.0,
    )  # fmt: skip
    assert (record["title"], record["ended"], record["version"]) == ("Fix  it", "finished", "2.1")
    assert record["resume"] == ["claude", "--resume", "s"]
    assert record["deleted_in_days"] == 30
    assert record["subagents"] == [{"agent_id": "a1"}]
    assert record["spend"][0]["model"] == "m"
    assert "project" not in record["spend"][0], "what is the session's own is not said again"


def test_what_is_not_known_is_absent() -> None:
    record = told("s", "claude", None, DID._replace(ended="", first_prompt="", facts={}), None, Where(NOW, None, ()))
    assert not {"cost_usd", "tokens", "spend", "title", "project", "transcript", "resume", "ended"} & set(record)
    unpriced = told("s", "claude", spend(cell(input=1, unpriced=2)), None, None, AT)
    assert "cost_usd" not in unpriced
    assert unpriced["unpriced"] == 2
    assert "turns" not in unpriced


def test_days_left_never_fall_below_none() -> None:
    old = told("s", "claude", None, DID, File("/t", NOW - 45 * 86_400_000), AT)
    assert old["deleted_in_days"] == 0
    assert told("s", "claude", None, DID, File("/t", NOW - 86_400_000), AT)["deleted_in_days"] == 29


def test_sorting_is_total() -> None:
    one, two = {"session": "a", "cost_usd": 1.0, "last": "2"}, {"session": "b", "last": "1", "tokens": {"total": 9}}
    assert sort_key("cost", two) < sort_key("cost", one)
    assert sort_key("last", two) < sort_key("last", one)
    assert sort_key("tokens", one) < sort_key("tokens", two)
    assert sort_key("turns", one) < sort_key("turns", two), "the session breaks ties"
