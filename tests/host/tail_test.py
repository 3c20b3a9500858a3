import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cctl.host import tail
from cctl.host.tail import Chunk, Tail, before


def drain(follower: Tail, path: Path) -> list[Chunk]:
    return list(follower.read(str(path)))


def lines(chunks: list[Chunk]) -> list[tuple[int, bytes]]:
    return [(chunk.first + at, line) for chunk in chunks for at, line in enumerate(chunk.lines)]


def test_lines_come_once_with_their_numbers(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"one\ntwo\n")
    assert lines(drain(follower, path)) == [(1, b"one"), (2, b"two")]
    assert drain(follower, path) == []
    with path.open("ab") as stream:
        stream.write(b"three\n")
    assert lines(drain(follower, path)) == [(3, b"three")]


def test_a_torn_line_waits_for_its_end(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b'one\n{"tw')
    assert lines(drain(follower, path)) == [(1, b"one")]
    with path.open("ab") as stream:
        stream.write(b'o":2}')
    assert drain(follower, path) == []
    with path.open("ab") as stream:
        stream.write(b"\nthree\n")
    assert lines(drain(follower, path)) == [(2, b'{"two":2}'), (3, b"three")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=8), min_size=1, max_size=12))
def test_writing_in_any_pieces_gives_the_same_lines(tmp_path: Path, pieces: list[bytes]) -> None:
    path, follower = tmp_path / "p", Tail()
    path.write_bytes(b"")
    follower.open(str(path))
    got: list[tuple[int, bytes]] = []
    for piece in pieces:
        with path.open("ab") as stream:
            stream.write(piece)
        got += lines(drain(follower, path))
    whole = b"".join(pieces).split(b"\n")[:-1]
    assert got == list(enumerate(whole, 1))


def test_a_truncated_file_starts_anew(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"one\ntwo\n")
    drain(follower, path)
    path.write_bytes(b"new\n")
    [chunk] = drain(follower, path)
    assert chunk.anew and (chunk.first, chunk.lines) == (1, [b"new"])


def test_a_file_truncated_to_nothing_says_so(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"one\n")
    drain(follower, path)
    path.write_bytes(b"")
    assert drain(follower, path) == [Chunk(str(path), 1, [], anew=True)]
    assert drain(follower, path) == []


def test_a_replaced_file_starts_anew_even_if_it_is_longer(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"one\n")
    drain(follower, path)
    (tmp_path / "b").write_bytes(b"other\nlonger\n")
    (tmp_path / "b").rename(path)
    assert [chunk.anew for chunk in drain(follower, path)] == [True]
    assert follower.files[str(path)].line == 2


def test_a_file_rewritten_in_place_starts_anew(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"one\ntwo\n")
    drain(follower, path)
    with path.open("r+b") as stream:
        stream.write(b"ONE\nTWO\nTHREE\n")
    [chunk] = drain(follower, path)
    assert chunk.anew and chunk.lines == [b"ONE", b"TWO", b"THREE"]


def test_a_cold_file_that_grows_is_read_from_its_old_end_with_right_numbers(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"".join(b"line %d\n" % n for n in range(1, 101)))
    follower.cold(str(path), path.stat().st_size)
    assert drain(follower, path) == []
    follower = Tail()
    follower.cold(str(path), path.stat().st_size)
    with path.open("ab") as stream:
        stream.write(b"line 101\n")
    assert lines(drain(follower, path)) == [(101, b"line 101")]


def test_a_backfill_is_marked_and_ends_where_the_new_begins(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail(backfill=20)
    path.write_bytes(b"".join(b"line %3d\n" % n for n in range(1, 101)) + b"torn")
    follower.cold(str(path), path.stat().st_size)
    with path.open("ab") as stream:
        stream.write(b" end\nnew\n")
    old, new = drain(follower, path)
    assert old.replayed and old.lines[-1] == b"line 100" and old.first == 101 - len(old.lines)
    assert (new.replayed, new.first, new.lines) == (False, 101, [b"torn end", b"new"])


def test_a_cold_file_that_shrank_is_read_from_its_start(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"x" * 50 + b"\n")
    follower.cold(str(path), 51)
    path.write_bytes(b"new\n")
    assert lines(drain(follower, path)) == [(1, b"new")]


def test_reading_goes_on_from_a_place(tmp_path: Path) -> None:
    path, first = tmp_path / "a", Tail()
    path.write_bytes(b"one\ntwo\n")
    drain(first, path)
    place = first.files[str(path)].place
    with path.open("ab") as stream:
        stream.write(b"three\n")
    second = Tail()
    second.open(str(path), place)
    assert lines(drain(second, path)) == [(3, b"three")]


def test_a_place_in_a_file_that_was_replaced_is_void(tmp_path: Path) -> None:
    path, first = tmp_path / "a", Tail()
    path.write_bytes(b"one\ntwo\n")
    drain(first, path)
    place = first.files[str(path)].place
    path.unlink()
    path.write_bytes(b"uno\ndue\ntre\n")
    second = Tail()
    second.open(str(path), place)
    assert lines(drain(second, path))[0] == (1, b"uno")


def test_a_line_over_the_limit_is_named_and_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "CHUNK", 16)
    path, follower = tmp_path / "a", Tail(max_line=64)
    path.write_bytes(b"one\n" + b"x" * 300)
    drain(follower, path)
    with path.open("ab") as stream:
        stream.write(b"y" * 300 + b"\nthree\n")
    chunks = drain(follower, path)
    assert [number for chunk in chunks for number in chunk.too_long] == [2]
    assert lines(chunks) == [(3, b"three")]


def test_one_file_does_not_starve_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "CHUNK", 64)
    monkeypatch.setattr(tail, "TURN", 128)
    path, follower = tmp_path / "a", Tail()
    path.write_bytes(b"0123456\n" * 100)
    assert len(lines(drain(follower, path))) == 16
    assert follower.more(str(path))
    while follower.more(str(path)):
        drain(follower, path)
    assert follower.files[str(path)].line == 100


def test_what_is_gone_gives_nothing_and_comes_back(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    follower.open(str(path))
    assert drain(follower, path) == [] and not follower.more(str(path))
    path.write_bytes(b"one\n")
    assert follower.more(str(path))
    assert lines(drain(follower, path)) == [(1, b"one")]
    assert str(path) in follower and len(follower) == 1
    follower.forget(str(path))
    assert len(follower) == 0


def test_the_look_at_everything_finds_what_no_event_told(tmp_path: Path) -> None:
    follower = Tail()
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"old\n")
        follower.cold(str(tmp_path / name), 4)
    sizes = dict.fromkeys((str(tmp_path / name) for name in ("a", "b", "c")), 4)
    assert follower.other(sizes) == []
    assert follower.other({**sizes, str(tmp_path / "b"): 8, str(tmp_path / "d"): 0}) == [
        str(tmp_path / "b"),
        str(tmp_path / "d"),
    ]


def test_bytes_that_are_no_text_pass(tmp_path: Path) -> None:
    path, follower = tmp_path / "a", Tail()
    raw = bytes(random.Random(1).randrange(256) for _ in range(5000)).replace(b"\n", b"\xff") + b"\r\n"
    path.write_bytes(raw)
    assert lines(drain(follower, path)) == [(1, raw[:-1])]


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert drain(Tail(), tmp_path / "p") == []


@given(st.lists(st.binary(max_size=6).map(lambda line: line.replace(b"\n", b"")), max_size=12), st.integers(1, 20))
def test_what_stands_before_a_line_is_whole_lines_of_the_start_and_the_latest(lines: list[bytes], most: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/t.jsonl"
        Path(path).write_bytes(b"".join(line + b"\n" for line in lines) + b"new\n")
        at = sum(len(line) + 1 for line in lines)
        first, latest = before(path, at, most)
    assert lines[: len(first)] == first
    assert latest == lines[len(lines) - len(latest) :]
    assert len(first) + len(latest) <= len(lines)
    assert at > 2 * most or first + latest == lines
    assert sum(len(line) + 1 for line in (*first, *latest)) <= 2 * most or at <= 2 * most


def test_nothing_stands_in_a_file_that_is_gone(tmp_path: Path) -> None:
    assert before(str(tmp_path / "gone"), 10, 5) == ([], [])


def test_a_file_that_is_replaced_while_it_is_read_is_read_to_its_end_and_then_anew(tmp_path: Path) -> None:
    path, other = tmp_path / "t.jsonl", tmp_path / "other"
    path.write_bytes(b"old\n" * (tail.CHUNK // 2))  # two chunks
    other.write_bytes(b"new\n" * (tail.CHUNK // 2 + 1))
    follower = Tail()
    reading = follower.read(str(path))
    first = next(reading)
    other.replace(path)
    assert {line for chunk in (first, *reading) for line in chunk.lines} == {b"old"}
    found = drain(follower, path)
    assert found[0].anew and found[0].first == 1
    assert {line for chunk in found for line in chunk.lines} == {b"new"}


def test_a_file_that_is_cut_while_it_is_read_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"old\n" * (tail.CHUNK // 2))
    follower = Tail()
    reading = follower.read(str(path))
    next(reading)
    path.write_bytes(b"new\n")
    assert list(reading) == []
    [chunk] = drain(follower, path)
    assert (chunk.anew, chunk.lines) == (True, [b"new"])
