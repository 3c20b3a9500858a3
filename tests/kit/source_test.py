"""Lines in batches."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.kit import source
from cctl.records.errors import NoInput


def numbered(batches: list[source.Batch]) -> list[tuple[int, bytes]]:
    return [(batch.first + i, line) for batch in batches for i, line in enumerate(batch.lines) if line]


@given(st.lists(st.binary(min_size=1, max_size=9).filter(lambda b: b"\n" not in b), max_size=12), st.integers(1, 7))
@settings(max_examples=60)
def test_splitting_the_input_anywhere_gives_the_same_lines(lines: list[bytes], size: int) -> None:
    reader, writer = os.pipe()
    data = b"".join(line + b"\n" for line in lines)
    os.write(writer, data)
    os.close(writer)
    old, source.CHUNK = source.CHUNK, size
    try:
        got = numbered(list(source._split(reader, "-", 1 << 20)))
    finally:
        source.CHUNK = old
        os.close(reader)
    if lines and lines[0].startswith(b"\xef\xbb\xbf"):
        return
    assert got == list(enumerate(lines, 1))


def test_a_last_line_without_newline_is_complete_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbfone\r\n\ntwo\xe2\x80\xa8still two")
    assert numbered(list(source.batches([str(path)]))) == [(1, b"one\r"), (3, b"two\xe2\x80\xa8still two")]


@pytest.mark.parametrize("chunk", [64, 1000, 1 << 20])
def test_a_line_over_the_limit_is_dropped_in_bounded_memory(chunk: int, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"short\n" + b"x" * 5000 + b"\nafter\n" + b"y" * 5000)
    old, source.CHUNK = source.CHUNK, chunk
    try:
        found = list(source.batches([str(path)], max_line=1000))
    finally:
        source.CHUNK = old
    assert [line for _, line in numbered(found)] == [b"short", b"after"]
    assert [number for batch in found for number in batch.too_long] == [2, 4]


def test_names_come_nul_separated(tmp_path: Path) -> None:
    path = tmp_path / "names"
    path.write_bytes(b"a b\0c\nd\0\0e")
    assert source.listed(str(path)) == ["a b", "c\nd", "e"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="gone: No such file"):
        list(source.batches([str(tmp_path / "gone")]))
    with pytest.raises(NoInput, match="directory"):
        list(source.batches([str(tmp_path)]))
    with pytest.raises(NoInput):
        source.listed(str(tmp_path / "gone"))


@pytest.mark.skipif(not hasattr(fcntl, "F_GETPIPE_SZ"), reason="pipes of this system are as wide as they are")
@pytest.mark.parametrize(("size", "wide"), [(100, False), (source.PIPE, True)])
def test_only_a_pipe_that_was_nearly_full_is_made_wider(size: int, wide: bool) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"x" * (size - 1) + b"\n")
    lines = source.batches([f"/dev/fd/{reader}"])
    before = fcntl.fcntl(reader, fcntl.F_GETPIPE_SZ)
    assert len(next(lines).lines[0]) == size - 1
    after = fcntl.fcntl(reader, fcntl.F_GETPIPE_SZ)
    assert after == (source.CHUNK if wide else before)
    os.close(writer)
    assert not list(lines)
    os.close(reader)


def test_what_is_no_pipe_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"y" * source.PIPE + b"\nz\n")
    assert [len(line) for batch in source.batches([str(path)]) for line in batch.lines] == [source.PIPE, 1]


def test_waiting_bytes_are_counted_on_pipes_only(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    assert source.waiting(reader) == 0
    os.write(writer, b"12345")
    assert source.waiting(reader) == 5
    os.close(reader)
    os.close(writer)
    with (tmp_path / "f").open("w+") as file:
        assert source.waiting(file.fileno()) == 0
    assert source.waiting(99_999) == 0


def test_json_values_are_read_one_by_one(tmp_path: Path) -> None:
    array, joined = tmp_path / "array", tmp_path / "joined"
    array.write_text('\n [{"a": 1.5}, {"b": [2]}]')
    joined.write_text('{"a":\n 1}\n{"b": 2} {"c": 3}')
    assert list(source.json_values([str(array)])) == [{"a": 1.5}, {"b": [2]}]
    assert list(source.json_values([str(joined)])) == [{"a": 1}, {"b": 2}, {"c": 3}]
