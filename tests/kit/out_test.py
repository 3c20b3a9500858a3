"""Records out, in four formats."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cctl.kit.out import Out
from cctl.kit.say import ReaderGone
from cctl.records.errors import UsageError

ONE = {"type": "stats", "v": 1, "ts": "t", "key": {"day": "2026-06-20"}, "cost_usd": 12.5, "n": 1200}
TWO = {"type": "stats", "v": 1, "ts": "t", "key": {"day": "2026-06-21"}, "cost_usd": 0.00012, "n": 3}
END = {"type": "end", "v": 1, "ts": "t", "of": "x", "records": 2, "errors": 0, "exit": 0}


def written(style: str, *records: dict[str, object], columns: tuple[str, ...] = ()) -> str:
    reader, writer = os.pipe()
    out = Out(style, columns=columns, fd=writer)
    for record in records:
        out.record(record)
    out.close()
    os.close(writer)
    with os.fdopen(reader) as stream:
        return stream.read()


def test_json_lines_are_compact_and_whole() -> None:
    assert written("jsonl", ONE, END).splitlines() == [json.dumps(r, separators=(",", ":")) for r in (ONE, END)]


def test_json_is_one_array_also_when_empty() -> None:
    assert json.loads(written("json", ONE, TWO)) == [ONE, TWO]
    assert json.loads(written("json")) == []


def test_tsv_has_a_header_and_escapes() -> None:
    text = written("tsv", ONE | {"p": "a\tb\\c\nd"}, columns=("key.day", "p", "missing"))
    assert text == "key.day\tp\tmissing\n2026-06-20\ta\\tb\\\\c\\nd\t\n"


def test_a_table_is_aligned_and_shows_no_escape() -> None:
    text = written("table", ONE | {"name": "\x1b[31mred"}, TWO, END)
    head, rule, first, second = text.splitlines()
    assert head.split() == ["ts", "day", "cost_usd", "n", "name"]
    assert set(rule) == {"-", " "}
    assert "12.50" in first
    assert "1,200" in first
    assert "␛[31mred" in first
    assert "0.0001" in second


def test_records_without_the_columns_are_counted() -> None:
    reader, writer = os.pipe()
    out = Out("tsv", columns=("key.day",), fd=writer)
    out.record(ONE)
    out.record({"type": "other", "v": 1, "ts": "t"})
    out.close()
    assert out.skipped == 1
    os.close(reader)
    os.close(writer)


def test_lines_pass_as_they_came() -> None:
    reader, writer = os.pipe()
    out = Out(fd=writer)
    out.raw(b'{"type":"x", "n": 1.10}')
    out.flush()
    assert os.read(reader, 100) == b'{"type":"x", "n": 1.10}\n'
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("deaf", [False, True])
def test_a_reader_that_leaves(deaf: bool) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    out = Out(fd=writer, deaf=deaf)
    out.record(ONE)
    if deaf:
        out.flush()
        out.record(TWO)
        out.close()
    else:
        with pytest.raises(ReaderGone):
            out.flush()
    assert os.write(writer, b"quiet") == 5, "the descriptor is the null device now"
    os.close(writer)


def test_an_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="xml"):
        Out("xml")


def test_many_records_are_written_like_one_by_one(tmp_path: Path) -> None:
    records = [{"type": kind, "v": 1, "n": n, "text": "x" * 9000} for n, kind in enumerate(["turn", "error"] * 20)]
    for style in ("jsonl", "json", "tsv"):
        told = []
        for many in (True, False):
            path = tmp_path / f"{style}-{many}"
            out = Out(style, columns=("n",), fd=os.open(path, os.O_WRONLY | os.O_CREAT))
            if many:
                out.several(iter(records))
            else:
                for record in records:
                    out.record(record)
            out.close()
            told.append((path.read_bytes(), out.records, out.errors, out.skipped))
        assert told[0] == told[1]
        assert told[0][0]
