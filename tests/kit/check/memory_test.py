"""Databases."""

from __future__ import annotations

from pathlib import Path

from cctl.host import db
from cctl.host.ledger.schema import COMPONENT
from cctl.kit.check import memory
from cctl.kit.spending import ledger_path
from tests.kit.check.checked import run_in


def statuses(tmp_path: Path, **env: str) -> dict[str, str]:
    return {check.name: check.status for check in memory.checks(run_in(tmp_path, **env))}


def test_nothing_yet_is_fine(tmp_path: Path) -> None:
    assert statuses(tmp_path) == {"state folder": "ok", "ledger": "ok", "activity": "ok"}
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"


def test_damage_and_open_doors_are_problems(tmp_path: Path) -> None:
    path = Path(ledger_path(run_in(tmp_path)))
    db.connect(str(path), [COMPONENT]).close()
    assert statuses(tmp_path)["ledger"] == "ok"
    path.write_bytes(b"rubbish" * 3000)
    assert statuses(tmp_path)["ledger"] == "problem"
    path.parent.chmod(0o755)
    assert statuses(tmp_path)["state folder"] == "problem"
