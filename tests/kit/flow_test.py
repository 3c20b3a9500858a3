"""Lines through a filter: the short road and the long one lead to the same place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cctl.host.world import World
from cctl.kit import source
from cctl.kit.flow import Flow
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.source import Batch
from cctl.kit.verb import Filter, Meta
from cctl.records.codec import value


class Noting(Filter):
    """Keeps what it was given, and passes it on."""

    def __init__(self, looks_at: dict[str, tuple[str, ...]] | None = None) -> None:
        self.seen: list[dict[str, Any]] = []
        self.looks_at = looks_at or {}

    def feed(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        self.seen.append(record)
        if record.get("fault"):
            return [record, {"type": "note", "n": len(record["fault"])}]
        return None


@pytest.fixture
def flowing(tmp_path: Path) -> Iterator[Any]:
    def flow(lines: list[Any], node: Filter, reads: tuple[str, ...] = ("*",), style: str = "jsonl") -> bytes:
        path = tmp_path / "out"
        out = Out(style, columns=("type",), fd=os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        made = Flow(Run(Meta("x", "filter", reads), World({"CCTL_NOW": "0"}), Shared(), out), node)
        for each in lines if lines and isinstance(lines[0], Batch) else [Batch("-", 1, lines, [])]:
            made.batch(each)
        made.release()
        out.close()
        return path.read_bytes()

    yield flow


def test_a_line_passes_to_the_byte_and_only_what_is_looked_at_is_decoded(flowing: Any) -> None:
    lines = [b'{"type":"call","v":1,"id":"a","input":{"x":[1]}}', b'{"type":"turn","v":1,"id":"b" , "x_new":1}']
    node = Noting({"call": ("id",)})
    assert flowing(lines, node).split(b"\n")[:2] == lines
    assert node.seen == [{"type": "call", "v": 1, "id": "a"}, {"type": "turn", "v": 1, "id": "b", "x_new": 1}]


def test_what_is_hardly_looked_at_is_decoded_when_it_is(flowing: Any) -> None:
    node = Noting({"result": ("hash", "text")})
    node.later = {"result": ("text",)}
    flowing([b'{"type":"result","hash":"h","text":"t\\n"}', b'{"type":"result","text":"caf\xe9"}'], node)
    flowing([b'{"type":"result","hash":"h"}', b'{"type":"result","text":[1]}'], node)
    assert [value(each.get("text")) for each in node.seen] == ["t\n", "caf\udce9", None, [1]]


def test_what_can_not_be_decoded_later_is_a_bad_line_all_the_same(flowing: Any) -> None:
    class Looking(Noting):
        def feed(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
            value(record.get("text"))
            return super().feed(record)

    node = Looking({"result": ("text",)})
    node.later = {"result": ("text",)}
    (told,) = flowing([b'{"type":"result","text":' + b"9" * 5000 + b"}"], node, ("result",)).splitlines()
    assert json.loads(told)["code"] == "bad_number"


def test_what_is_not_read_is_not_decoded_but_still_looked_over(flowing: Any) -> None:
    node = Noting({"turn": ("id",)})
    told = flowing(
        [b'{"type":"turn","id":"b"}', b'{"type":"turn","id":}', b'{"type":"spend","id":"c"}'], node, ("spend",)
    )
    lines = told.splitlines()
    assert lines[0] == b'{"type":"turn","id":"b"}' and json.loads(lines[1])["code"] == "bad_json"
    assert [each["id"] for each in node.seen] == ["c"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"v":1,"type":"call","id":"a"}',
        b'{"type":"call","id":"a"} ',
        b'{"type":"call","id":"a"}\r',
        b'{"type":"x","id":"a","type":"call"}',
        b'{"type":"call","id":"a","path":"caf\xe9"}',
        b'{"type":"call","id":"a","v":"odd"}',
    ],
)
def test_an_unusual_line_is_read_all_the_same(flowing: Any, line: bytes) -> None:
    node = Noting({"call": ("id",), "x": ("id",)})
    assert flowing([line], node, ("call", "x")).rstrip(b"\n") == line.rstrip(b"\r")
    assert [each["id"] for each in node.seen] == ["a"]


@pytest.mark.parametrize("ended", [b'{"type":"end","of":"x"}', b'{"type":"call","of":"x","type":"end"}'])
def test_an_end_waits_however_it_is_written(flowing: Any, ended: bytes) -> None:
    node = Noting()
    call = b'{"type":"call","id":"a"}'
    assert flowing([ended, call], node).splitlines() == [ended, call], "joined streams go on after an end"
    assert flowing([call, ended], node).splitlines() == [call, ended]
    assert [each["type"] for each in node.seen] == ["end", "call", "call", "end"]


def test_an_error_is_counted_and_read_by_who_judges_everything(flowing: Any) -> None:
    node = Noting()
    flowing([b'{"type":"error","code":"x"}'], node)
    assert [each["code"] for each in node.seen] == ["x"]


def test_a_field_that_makes_it_stumble_is_told_of_if_it_was_declared_otherwise(flowing: Any) -> None:
    node = Noting({"call": ("id", "fault")})
    lines = flowing([b'{"type":"call","v":1,"id":7,"fault":7}'], node, ("call",)).splitlines()
    assert json.loads(lines[0])["id"] == 7 and json.loads(lines[1])["code"] == "bad_field"
    with pytest.raises(TypeError):
        flowing([b'{"type":"x_own","v":1,"fault":7}'], Noting(), ("x_own",))


def test_another_format_shows_whole_records(flowing: Any) -> None:
    assert flowing([b'{"type":"call","v":1,"id":"a"}'], Noting({"call": ("v",)}), style="tsv") == b"type\ncall\n"


_LINES = (
    b'{"type":"turn","id":"a"}',
    b'{"type":"call","id":"b"}',
    b'{"type":"call","id":"c","fault":"1"}',
    b'{"type":"call","id":7,"fault":7}',
    b'{"type":"turn","id":}',
    b'{"type":"turn","id":"e"}\r',
    b'{"type":"end","of":"x"}',
    b'{"type":"error","code":"x"}',
    b"",
)


@given(st.lists(st.sampled_from(_LINES), max_size=12), st.integers(1, 60), st.sampled_from([("call",), ("*",)]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_that_leave_in_pieces_are_those_that_leave_alone(
    flowing: Any, lines: list[bytes], size: int, reads: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"".join(line + b"\n" for line in lines))
    os.close(writer)
    old, source.CHUNK = source.CHUNK, size
    try:
        batches = list(source._split(reader, "-", 1 << 20))
    finally:
        source.CHUNK = old
        os.close(reader)
    assert all(batch.block for batch in batches)
    assert flowing(batches, Noting({"call": ("id", "fault")}), reads) == flowing(
        lines, Noting({"call": ("id", "fault")}), reads
    )
