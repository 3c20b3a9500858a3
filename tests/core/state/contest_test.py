"""Two sessions at one file: seen from both, foretold, and over when one lets go."""

from __future__ import annotations

from cctl.core.state.contest import KEPT
from cctl.core.state.fold import Fold
from cctl.records.schema import Record
from tests.core.state.stream import Stream


def edit(stream: Stream, path: str = "/p/a.py") -> str:
    return stream.call("Edit", input={"file_path": path}, cwd="/p")


def contested(fold: Fold, session: str, now_ms: int) -> list[Record]:
    return fold.contest.of(fold.standings[session], now_ms, lambda other: other.process.get("life") == "dead")


def folded(*streams: Stream) -> Fold:
    fold = Fold()
    for record in sorted((each for stream in streams for each in stream.records), key=lambda each: str(each["ts"])):
        fold.add(record)
    return fold


def both() -> tuple[Stream, Stream]:
    first, second = Stream("s1"), Stream("s2")
    first.result(edit(first))
    second.wait(60)
    edit(second)
    return first, second


def test_each_of_the_two_sees_the_other_and_the_call_that_has_not_run() -> None:
    first, second = both()
    fold = folded(first, second)
    [seen] = contested(fold, "s1", second.ms)
    assert seen == {"path": "/p/a.py", "session": "s2", "since": "2026-06-01T10:01:00.000Z"} | {
        "first": True,
        "predicted": True,
    }
    [seen] = contested(fold, "s2", second.ms)
    assert (seen["session"], seen["first"], seen["predicted"]) == ("s1", False, True)
    assert fold.contest.rivals(fold.standings["s1"]) == {"s2"}


def test_what_was_written_is_no_prediction_and_what_failed_was_not_written() -> None:
    first, second = both()
    call = str(second.records[-1]["id"])
    done, failed = Stream("s2"), Stream("s2")
    done.wait(61).result(call)
    failed.wait(61).result(call, error=True)
    [seen] = contested(folded(first, second, done), "s1", second.ms)
    assert "predicted" not in seen
    assert contested(folded(first, second, failed), "s1", second.ms) == []


def test_a_file_is_let_go_of_by_time_and_by_the_end_of_a_session() -> None:
    first, second = both()
    assert contested(folded(first, second), "s2", second.ms + 1_900_000) == []
    first.wait(90).evidence("process", pid=7, start="55", life="dead")
    assert contested(folded(first, second), "s2", second.ms) == []


def test_shell_commands_that_plainly_write_count_and_two_names_of_a_file_are_one() -> None:
    first, second = Stream("s1"), Stream("s2")
    first.call(input={"command": "echo x > a.py"}, cwd="/link")
    edit(second)
    fold = Fold(same=lambda path: path.replace("/link/", "/p/"))
    for record in (*first.records, *second.records):
        fold.add(record)
    assert [each["path"] for each in contested(fold, "s2", second.ms)] == ["/p/a.py"]


def test_files_of_a_session_are_bounded_and_forgotten_with_it() -> None:
    first, second = Stream("s1"), Stream("s2")
    for number in range(KEPT + 10):
        edit(first, f"/p/{number}")
    edit(second, "/p/0")
    edit(second, f"/p/{KEPT}")
    fold = folded(first, second)
    assert len(fold.standings["s1"].written) == KEPT
    assert [each["path"] for each in contested(fold, "s2", second.ms)] == [f"/p/{KEPT}"]
    fold.forget("s1")
    assert contested(fold, "s2", second.ms) == [] and fold.contest.rivals(fold.standings["s2"]) == set()


def test_a_standing_that_was_kept_is_contested_again() -> None:
    first, second = both()
    kept = folded(first)
    fold = folded(second)
    fold.adopt(kept.standings["s1"], kept.seen["s1"])
    assert [each["session"] for each in contested(fold, "s2", second.ms)] == ["s1"]
