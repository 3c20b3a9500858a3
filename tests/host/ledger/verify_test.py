"""Verification finds what must not be, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.verify import Verified, verify
from tests.fake_agent import Flat, row
from tests.host.ledger.lab import Lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path)
    lab.write("a", row("r1", 5, "a", input=1), row("r2", 6, "a", input=2))
    lab.write("b", row("r1", 5, "b", input=1), row("r3", 9_000_000, "b"))
    lab.ask()
    return lab


def verified(lab: Lab) -> Verified:
    return verify(Ledger(lab.path), lab.price)


def test_a_whole_ledger_has_no_faults(lab: Lab) -> None:
    assert verified(lab) == Verified((), 3, 2, 0, 0)


def test_files_that_went_or_grew_are_no_faults(lab: Lab) -> None:
    (lab.logs / "a.jsonl").unlink()
    lab.write("b", row("r4", 5, "b"))
    assert verified(lab) == Verified((), 3, 2, 1, 1)


def test_other_prices_are_no_fault(lab: Lab) -> None:
    lab.price = Flat(5)
    assert verified(lab).faults == ()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE cell SET input = input + 1", "sums of 0"),
        ("UPDATE cell SET cost = cost + 1", "sums of 0"),
        ("DELETE FROM cell", "none for"),
        ("DELETE FROM account", "belongs to nothing"),
        ("DELETE FROM claim", "disputed, but by nobody"),
        ("DELETE FROM response WHERE id = 'r1'", "belongs to nothing"),
        ("UPDATE response SET account = (SELECT account FROM response WHERE id = 'r3') WHERE id = 'r1'", "booked to b"),
    ],
)
def test_faults_are_found(lab: Lab, damage: str, words: str) -> None:
    Ledger(lab.path).connection.execute(damage)
    assert any(words in fault for fault in verified(lab).faults)


def test_an_update_that_was_interrupted_is_no_fault(lab: Lab) -> None:
    base = Ledger(lab.path).connection
    base.execute("INSERT INTO meta VALUES ('unsettled', '1')")
    assert verified(lab).faults == ()


def test_a_damaged_database_is_the_only_fault_that_counts(lab: Lab) -> None:
    base = Ledger(lab.path).connection
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = base.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'response'").fetchone()
    base.close()
    data = bytearray(Path(lab.path).read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    Path(lab.path).write_bytes(data)
    told = verified(lab)
    assert told.faults
    assert told.responses == 0
