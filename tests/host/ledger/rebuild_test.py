"""Rebuilding: what transcripts hold is read anew, what they no longer hold is kept, damage is laid aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.spend.ask import Ask
from cctl.host import db
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.move import absorb, export
from cctl.host.ledger.rebuild import rebuild
from cctl.host.ledger.verify import verify
from tests.fake_agent import row
from tests.host.ledger.lab import Lab, everything, expected


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path)
    lab.write("a", row("r1", 5, "a", input=1), row("r2", 6, "a", input=2))
    lab.write("b", row("r1", 5, "b", input=1), row("r3", 9_000_000, "b"))
    lab.ask()
    return lab


def test_what_transcripts_no_longer_hold_is_kept(lab: Lab) -> None:
    (lab.logs / "a.jsonl").unlink()
    lab.write("b", row("r3", 9_000_000, "b", output=9), mode="wb")
    known = everything(lab.ask().spend)
    done = rebuild(lab.path, lab.homes(), lab.reading())
    assert (done.responses, done.kept, done.aside) == (3, 2, "")
    assert everything(lab.ask().spend) == known
    assert verify(Ledger(lab.path), lab.price).faults == ()
    assert sorted(path.name for path in Path(lab.path).parent.iterdir() if ".new" in path.name) == []


def test_what_was_read_wrongly_is_put_right(lab: Lab) -> None:
    base = Ledger(lab.path).connection
    base.execute("UPDATE response SET output = 1000")
    base.execute("DELETE FROM cell")
    rebuild(lab.path, lab.homes(), lab.reading())
    assert everything(lab.ask().spend) == expected(lab.on_disk())
    assert verify(Ledger(lab.path), lab.price).faults == ()


def test_imports_and_homes_that_are_not_configured_stay(lab: Lab, tmp_path: Path) -> None:
    other = Lab(tmp_path / "other")
    other.write("x", row("x1", 5, "x", input=7))
    other.ask()
    absorb(Ledger(lab.path).connection, export(Ledger(other.path).connection, 0), lab.price)
    rebuild(lab.path, other.homes(), lab.reading())
    everywhere = Ledger(lab.path).spend(lab.price, None)
    assert [each.id for each in everywhere.responses(Ask())] == ["r1", "x1", "r2", "r3"]
    assert everything(lab.ask().spend) == expected(lab.on_disk())


def test_a_rebuild_that_is_killed_changes_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    known = everything(lab.ask().spend)

    class Killed(BaseException):
        """Stands for a SIGKILL."""

    def dying(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("cctl.host.ledger.rebuild.settle", dying)
        with pytest.raises(Killed):
            rebuild(lab.path, lab.homes(), lab.reading())
    assert everything(lab.ask().spend) == known
    assert rebuild(lab.path, lab.homes(), lab.reading()).responses == 3


def test_a_damaged_ledger_is_laid_aside_and_salvaged(lab: Lab) -> None:
    lab.write("c", *[row(f"c{number:05}", number + 1, "c", cwd="/somewhere" * 9) for number in range(3000)])
    lab.ask()
    (lab.logs / "c.jsonl").unlink()
    ledger = Ledger(lab.path)
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    data = bytearray(Path(lab.path).read_bytes())
    at = data.rindex(b"c01500") // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    Path(lab.path).write_bytes(data)
    done = rebuild(lab.path, lab.homes(), lab.reading())
    assert done.aside == f"{lab.path}.damaged-1"
    assert Path(done.aside).read_bytes() == bytes(data)
    known = {each.id for each in lab.ask().spend.responses(Ask())}
    assert {"r1", "r2", "r3", "c00000", "c02999"} <= known
    assert len(known) > 2500
    assert verify(Ledger(lab.path), lab.price).faults == ()


def test_what_is_no_database_at_all_is_laid_aside(lab: Lab) -> None:
    Path(lab.path).write_bytes(b"gone" * 5000)
    done = rebuild(lab.path, lab.homes(), lab.reading())
    assert done.responses == 3
    assert everything(lab.ask().spend) == expected(lab.on_disk())


def test_a_newer_ledger_is_not_rebuilt(lab: Lab) -> None:
    Ledger(lab.path).connection.execute("UPDATE component SET version = 99")
    with pytest.raises(db.Unusable, match="newer"):
        rebuild(lab.path, lab.homes(), lab.reading())
