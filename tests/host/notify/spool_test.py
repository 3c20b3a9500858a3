from pathlib import Path

import pytest

from cctl.host.notify.spool import Spool
from cctl.records.errors import CannotWrite


def test_what_is_put_stays_until_it_is_taken(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path / "s"))
    name = spool.put("k1", {"n": 1})
    spool.put("k1", {"n": 1})
    assert list(Spool(str(tmp_path / "s")).left()) == [("k1", {"n": 1})]
    spool.take(name)
    spool.take(name)
    assert list(spool.left()) == []


def test_keys_lead_nowhere_else(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path / "s"))
    assert spool.put("../../x/y", {}) == "xy" and spool.put("", {}) == "x"
    assert {path.name for path in tmp_path.rglob("*.json")} == {"xy.json", "x.json"}


def test_damaged_and_half_written_files_are_passed_over(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path))
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json.tmp").write_bytes(b"{}")
    spool.put("c", {"n": 3})
    assert list(spool.left()) == [("c", {"n": 3})]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(CannotWrite):
        Spool(str(tmp_path / "f" / "s"))
    spool = Spool(str(tmp_path / "s"))
    (tmp_path / "s" / "k.json").mkdir()
    with pytest.raises(CannotWrite):
        spool.put("k", {})
    assert not list((tmp_path / "s").glob("*.tmp"))
