"""Journals: nothing that was committed is lost, nothing that was torn is believed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.host import journal
from cctl.host.journal import Journal, replay
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "marks.jsonl")


def written(path: str, *numbers: int) -> None:
    with Journal(path) as book:
        for number in numbers:
            book.append({"type": "mark", "n": number})


def numbers(path: str) -> list[int]:
    return [record["n"] for record in replay(path)]


def test_what_was_committed_is_replayed_in_order(path: str) -> None:
    written(path, 1, 2)
    written(path, 3)
    assert numbers(path) == [1, 2, 3]
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    assert list(replay(f"{path}.gone")) == []


def test_what_was_not_committed_is_not_there(path: str) -> None:
    with pytest.raises(ZeroDivisionError), Journal(path) as book:
        book.append({"type": "mark", "n": 1})
        raise ZeroDivisionError
    assert numbers(path) == []


@given(cut=st.integers(0, 60))
def test_a_torn_tail_is_no_record_and_is_cut_off(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = str(tmp_path_factory.mktemp("journal") / "j")
    written(path, 1, 2, 3)
    whole = Path(path).read_bytes()
    os.truncate(path, min(cut, len(whole)))
    left = Path(path).read_bytes().count(b"\n")
    assert numbers(path) == [1, 2, 3][:left]
    written(path, 9)
    assert numbers(path) == [*[1, 2, 3][:left], 9]


def test_zeros_at_the_end_are_a_torn_tail(path: str) -> None:
    written(path, 1)
    with Path(path).open("ab") as file:
        file.write(b"\0" * 3_000_000)
    assert numbers(path) == [1]
    written(path, 2)
    assert numbers(path) == [1, 2]


def test_damage_in_the_middle_is_named(path: str) -> None:
    written(path, 1)
    with Path(path).open("ab") as file:
        file.write(b"damage\n[]\n")
    told: list[int] = []
    assert [record["n"] for record in replay(path, told.append)] == [1]
    assert told == []  # nothing good after it yet
    written(path, 2)
    assert [record["n"] for record in replay(path, told.append)] == [1, 2]
    assert told == [2, 3]


def test_a_full_disk_leaves_what_was_there(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written(path, 1)
    book = Journal(path)
    record: Record = {"type": "mark", "n": 2}
    book.append(record)
    real = os.write
    budget = [7]

    def short(descriptor: int, data: memoryview) -> int:
        if not budget[0]:
            raise OSError(28, "No space left on device")
        budget[0] = 0
        return real(descriptor, data[:7])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short)
        with pytest.raises(CannotWrite, match="No space left"):
            book.commit()
    assert Path(path).read_bytes().endswith(b"\n")
    assert numbers(path) == [1]
    book.commit()  # nothing that was appended is forgotten
    assert numbers(path) == [1, 2]


def test_many_records_are_one_write_and_one_wait(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Journal(path)
    calls: list[str] = []
    write, wait = os.write, journal.to_disk
    monkeypatch.setattr(os, "write", lambda *given: (calls.append("write"), write(*given))[1])
    monkeypatch.setattr(journal, "to_disk", lambda given: (calls.append("wait"), wait(given))[1])
    for number in range(1000):
        book.append({"type": "mark", "n": number})
    book.commit()
    book.commit()
    assert calls == ["write", "wait"]


def test_commits_of_many_processes_do_not_mix(path: str) -> None:
    program = (
        "import sys; from cctl.host.journal import Journal\n"
        "book = Journal(sys.argv[1])\n"
        "for number in range(40):\n"
        "    for part in range(5): book.append({'type': 'mark', 'n': int(sys.argv[2]), 'part': part, 'x': 'y' * 500})\n"
        "    book.commit()\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, path, str(number)], cwd=ROOT) for number in range(4)]
    assert [each.wait() for each in running] == [0] * 4
    records = list(replay(path))
    assert len(records) == 4 * 40 * 5
    for start in range(0, len(records), 5):
        group = records[start : start + 5]
        assert [record["part"] for record in group] == [0, 1, 2, 3, 4]
        assert len({record["n"] for record in group}) == 1


def test_what_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        Journal(str(tmp_path))
