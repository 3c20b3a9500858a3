"""Spend for a verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.spend.ask import Ask, Spend
from cctl.kit.prices import price_table
from cctl.kit.spending import ledger_path, spending
from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY, TWO
from tests.kit.check.checked import run_in

PEACE = "".join(line for line in STORY)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text(PEACE)
    return tmp_path


def responses(spend: Spend) -> int:
    return sum(line.cell.responses for line in spend.sums(Ask(edges=())))


def test_the_machine_with_and_without_a_ledger(home: Path) -> None:
    run = run_in(home)
    assert responses(spending(run, (), price_table(run), use_ledger=False).spend) == 3
    assert not Path(ledger_path(run)).exists()
    assert responses(spending(run, (), price_table(run)).spend) == 3
    assert Path(ledger_path(run)).exists()
    (home / f".claude/projects/-p/{ONE}.jsonl").unlink()
    assert responses(spending(run, (), price_table(run)).spend) == 3, "the ledger outlives the transcript"
    assert responses(spending(run, (), price_table(run), use_ledger=False).spend) == 0


def test_files_sessions_and_records_give_the_same(home: Path) -> None:
    run = run_in(home)
    path = home / "copy.jsonl"
    path.write_text(PEACE)
    records = home / "records.jsonl"
    records.write_bytes(harness.run("cat", home, "copy.jsonl").stdout)
    for names in (["copy.jsonl"], [ONE[:12]], ["records.jsonl"], ["copy.jsonl", "records.jsonl"]):
        given = [str(home / name) if "." in name else name for name in names]
        assert responses(spending(run, given, price_table(run)).spend) == 3, names


def test_a_damaged_ledger_is_said_and_the_transcripts_answer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_in(home)
    path = Path(ledger_path(run))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"rubbish" * 999)
    assert responses(spending(run, (), price_table(run)).spend) == 3
    assert "answering from the transcripts" in capsys.readouterr().err


def test_a_session_that_cannot_be_read_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / f".claude/projects/-p/{TWO}.jsonl").symlink_to("/proc/self/mem")
    run = run_in(home)
    assert responses(spending(run, (), price_table(run)).spend) == 3
