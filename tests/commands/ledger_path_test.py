"""`cctl ledger path`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def machine(home: Path) -> Path:
    path = home / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    return path


def test_it_moves_with_the_state_folder(tmp_path: Path) -> None:
    machine(tmp_path)
    assert harness.run("ledger path", tmp_path).stdout.decode().strip() == f"{tmp_path}/.local/state/cctl/ledger.db"
    elsewhere = harness.run("ledger path", tmp_path, XDG_STATE_HOME=str(tmp_path / "s")).stdout.decode().strip()
    assert elsewhere == f"{tmp_path}/s/cctl/ledger.db"
    harness.run("stats", tmp_path, stdin=None, XDG_STATE_HOME=str(tmp_path / "s"))
    assert Path(elsewhere).exists()
