import threading
from pathlib import Path

import pytest

from cctl.host.journal import Journal
from cctl.records.errors import CannotWrite


def test_entries_are_read_in_their_order_and_news_once(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "j" / "a.jsonl"))
    assert list(journal.news()) == []
    journal.add([{"n": 1}, {"n": 2}])
    assert list(journal.news()) == [{"n": 1}, {"n": 2}]
    Journal(str(tmp_path / "j" / "a.jsonl")).add([{"n": 3}])
    assert list(journal.news()) == [{"n": 3}] and list(journal.news()) == []
    journal.add([])


def test_a_torn_line_costs_one_entry_and_never_two(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    Journal(str(path)).add([{"n": 1}])
    path.write_bytes(path.read_bytes() + b'{"n": 2, "torn')
    journal = Journal(str(path))
    assert list(journal.news()) == [{"n": 1}]
    journal.add([{"n": 3}])
    assert list(journal.news()) == [{"n": 3}]
    assert list(Journal(str(path)).news()) == [{"n": 1}, {"n": 3}]


def test_of_many_who_try_exactly_one_is_first(tmp_path: Path) -> None:
    path, won = str(tmp_path / "a.jsonl"), []

    def attempt() -> None:
        if Journal(path).once("same", {}, set()):
            won.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1 and len(list(Journal(path).news())) == 1


def test_once_knows_what_other_processes_added(tmp_path: Path) -> None:
    path, known = str(tmp_path / "a.jsonl"), set[str]()
    mine = Journal(path)
    assert mine.once("a", {"x": 1}, known) and not mine.once("a", {}, known)
    assert Journal(path).once("b", {}, set())
    assert not mine.once("b", {}, known) and known == {"a", "b"}


def test_a_shrunken_journal_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    journal = Journal(str(path))
    journal.add([{"n": 1}, {"n": 2}])
    list(journal.news())
    path.write_bytes(b'{"n":9}\n')
    assert list(journal.news()) == [{"n": 9}]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        Journal(str(tmp_path / "file" / "a.jsonl")).add([{}])
    with pytest.raises(CannotWrite):
        Journal(str(tmp_path)).once("a", {}, set())
