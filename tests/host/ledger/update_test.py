"""Updates that are interrupted, that meet each other, and that meet trouble."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cctl.core.spend.ask import Ask
from cctl.core.spend.fold import Batch
from cctl.host import crew, db
from cctl.host.ledger import ledger, update
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.update import Updater
from cctl.host.scan import Progress
from tests.fake_agent import Flat, row
from tests.host.ledger.lab import Lab, everything, expected


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path)


class Killed(BaseException):
    """Stands for a SIGKILL."""


def filled(lab: Lab) -> None:
    for file in range(6):
        lab.write(f"s{file}", *[row(f"r{each}", each + 1, f"s{file}", output=file) for each in range(file, file + 8)])


@pytest.mark.parametrize("batches", range(7))
def test_a_process_that_is_killed_between_batches_loses_nothing(
    lab: Lab, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(lab)
    monkeypatch.setattr(crew, "FULL", 1)
    monkeypatch.setattr(update, "_TOGETHER", 1)
    left = [batches]

    def dying(self: Updater) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        flush(self)

    flush = Updater._flush
    with monkeypatch.context() as patch:
        patch.setattr(Updater, "_flush", dying)
        book = Ledger(lab.path)
        if batches < 6:
            with pytest.raises(Killed):
                book.update(lab.homes(), lab.reading())
        else:
            book.update(lab.homes(), lab.reading())
        book.close()
    assert everything(lab.ask().spend) == expected(lab.ever)


def test_who_pays_is_settled_after_a_kill(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.write("a", row("r", 5, "a"))
    lab.write("b", row("r", 5, "b"), row("own", 6, "b"))
    with monkeypatch.context() as patch:
        patch.setattr(Updater, "_remember", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            Ledger(lab.path).update(lab.homes(), lab.reading())
    assert everything(lab.ask().spend) == expected(lab.ever)
    assert {each.session for each in lab.ask().spend.responses(Ask())} == {"b"}


def test_two_that_read_the_same_at_once_count_it_once(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(lab)
    take = Updater._take
    met: list[bool] = []

    def meeting(self: Updater, batch: Batch, done: list[Progress]) -> None:
        if not met:
            met.append(True)
            lab.write("s1", row("late", 50, "s1"))
            Ledger(lab.path).update(lab.homes(), lab.reading())  # a whole other update, in the middle of this one
        take(self, batch, done)

    monkeypatch.setattr(Updater, "_take", meeting)
    assert everything(lab.ask().spend) == expected(lab.on_disk())
    offsets = Ledger(lab.path).connection.execute("SELECT offset, size FROM file").fetchall()
    assert all(offset == size for offset, size in offsets)
    assert everything(lab.ask().spend) == expected(lab.on_disk())


def test_another_ones_prices_do_not_get_into_these_sums(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(lab)
    take = Updater._take

    def meeting(self: Updater, batch: Batch, done: list[Progress]) -> None:
        if self._work.price.digest != "flat-3":
            ledger.answer(lab.homes(), lab.reading()._replace(price=Flat(3)), path=lab.path)
        take(self, batch, done)

    monkeypatch.setattr(Updater, "_take", meeting)
    assert lab.ask().spend.sums(Ask(edges=())) == lab.direct().spend.sums(Ask(edges=()))


def test_a_full_disk_is_said_and_done_without(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(lab)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def failing(*_: Any) -> None:
        raise full

    with monkeypatch.context() as patch:
        patch.setattr(update, "apply", failing)
        answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path)
    assert answer.missing is not None
    assert answer.missing.reason is db.Reason.FULL
    assert everything(answer.spend) == expected(lab.on_disk())
    assert everything(lab.ask().spend) == expected(lab.on_disk())


def test_a_file_that_cannot_be_read_is_tried_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lab.write("s", row("a", 5, "s"))
    real = os.open

    def refusing(name: Any, *more: Any, **named: Any) -> int:
        if name == str(path):
            raise PermissionError(13, "Permission denied")
        return real(name, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        for _ in range(2):
            answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path)
            assert answer.unreadable == (f"{path}: Permission denied",)
    assert everything(lab.ask().spend) == expected(lab.on_disk())


def test_progress_is_told(lab: Lab) -> None:
    filled(lab)
    told: list[tuple[int, int]] = []
    lab.ask(tell=lambda done, size: told.append((done, size)))
    assert told[-1][0] == told[-1][1] > 0


def test_much_is_read_in_turn_and_by_many(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(lab)
    monkeypatch.setattr(update, "ALONE_BYTES", 10)
    assert everything(lab.ask(workers=3).spend) == expected(lab.ever)
    assert Path(f"{lab.path}.turn").exists()


def test_a_long_file_is_finished_after_a_kill_in_its_middle(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.write("s", *[row(f"r{each}", each + 1, "s") for each in range(60)])
    monkeypatch.setattr(crew, "FULL", 1)
    monkeypatch.setattr(update, "_TOGETHER", 1)
    monkeypatch.setattr("cctl.host.scan.BLOCK", 200)
    flush, count = Updater._flush, [3]

    def dying(self: Updater) -> None:
        flush(self)
        count[0] -= 1
        if not count[0]:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Updater, "_flush", dying)
        with pytest.raises(Killed):
            Ledger(lab.path).update(lab.homes(), lab.reading())
    book = Ledger(lab.path)
    known = book.connection.execute("SELECT count(*) FROM response").fetchone()[0]
    assert 0 < known < 60
    done = book.update(lab.homes(), lab.reading())
    assert 0 < done.size < (lab.logs / "s.jsonl").stat().st_size
    assert book.connection.execute("SELECT count(*) FROM response").fetchone() == (60,)


def test_a_long_log_is_taken_in_by_the_next_question_unless_somebody_reads(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(lab)
    monkeypatch.setattr(update, "_LONG_LOG", 1)
    log = Path(f"{lab.path}-wal")
    book = Ledger(lab.path)
    reader = Ledger(lab.path)
    reader.connection.execute("BEGIN")
    reader.connection.execute("SELECT count(*) FROM meta").fetchone()
    book.update(lab.homes(), lab.reading())
    assert log.stat().st_size > 0, "a reader stands in the way, and is let be"
    assert book.connection.execute("PRAGMA busy_timeout").fetchone()[0] == db.BUSY_S * 1000
    reader.close()
    book.update(lab.homes(), lab.reading())
    assert log.stat().st_size == 0
    assert everything(book.spend(lab.price, None)) == everything(lab.direct().spend)
    book.close()
