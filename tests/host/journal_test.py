import threading
from pathlib import Path

import pytest

from cctl.core.moment import epoch_ms, stamp
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


def at(number: int) -> dict[str, object]:
    return {"ts": f"2026-06-01T10:{number // 60:02d}:{number % 60:02d}.000Z", "n": number}


def test_a_bound_holds_and_what_was_forgotten_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    journal, known, done = Journal(str(path), 4000), set[str](), 0
    for number in range(1000):
        done += journal.once(f"k{number}", at(number), known)
        assert path.stat().st_size <= 4000
    assert done == 1000 and not list(tmp_path.glob("*.new"))
    fresh = Journal(str(path), 4000)
    kept = list(fresh.news())
    assert 20 < len(kept) < 80 and kept[-1]["key"] == "k999"
    assert stamp(fresh.forgot_ms) == at(int(kept[0]["n"]) - 1)["ts"]


def test_a_reader_hears_everything_across_a_new_beginning(tmp_path: Path) -> None:
    path = str(tmp_path / "a.jsonl")
    writer, reader, heard = Journal(path, 2000), Journal(path), set[int]()
    for number in range(300):
        writer.add([at(number)])
        heard.update(each["n"] for each in reader.news())
    assert heard == set(range(300))


def test_of_many_who_try_across_new_beginnings_exactly_one_is_first(tmp_path: Path) -> None:
    path, won = str(tmp_path / "a.jsonl"), list[int]()

    def attempt() -> None:
        mine, known = Journal(path, 3000), set[str]()
        for number in range(120):
            key = f"k{number}"
            if mine.once(key, at(number), known):
                won.append(number)

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(120))


def test_one_clock_that_ran_ahead_stops_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "a.jsonl")
    journal = Journal(path, 2000)
    journal.add([{"ts": "2099-01-01T00:00:00.000Z", "n": -1}])
    for number in range(100):
        journal.add([at(number)])
    fresh = Journal(path, 2000)
    list(fresh.news())
    assert 0 < fresh.forgot_ms <= epoch_ms(at(99)["ts"])
