"""The ledger's tables are what the values that go into them are."""

from __future__ import annotations

from pathlib import Path

from cctl.core.spend.merge import Account, Known
from cctl.host import db
from cctl.host.ledger.files import Row
from cctl.host.ledger.schema import COMPONENT, INDEX


def test_columns_stand_in_the_order_of_the_values(tmp_path: Path) -> None:
    base = db.connect(str(tmp_path / "x.db"), [COMPONENT])

    def columns(table: str) -> tuple[str, ...]:
        return tuple(row[1] for row in base.execute(f"PRAGMA table_info({table})"))

    assert columns("response") == Known._fields
    assert columns("account") == ("id", *Account._fields)
    assert set(Row._fields) < set(columns("file"))
    assert columns("claim") == ("id", "session", "paid", "account", "file", "at")
    assert len(columns("cell")) == 11


def test_the_index_answers_who_began_when_without_a_look_at_responses(tmp_path: Path) -> None:
    base = db.connect(str(tmp_path / "x.db"), [COMPONENT])
    base.execute(INDEX)
    base.execute(INDEX)
    plan = base.execute("EXPLAIN QUERY PLAN SELECT min(ms) FROM response WHERE account = 5 AND disputed < 2").fetchall()
    assert "COVERING INDEX response_account" in plan[0][3]
