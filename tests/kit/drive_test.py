"""The flow of records through each kind of verb, in process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.kit import drive
from cctl.kit.options import Shared
from cctl.kit.run import Run
from cctl.kit.verb import Filter, Meta
from cctl.records.errors import Protocol


class Marking(Filter):
    """Marks calls, counts, and says deny."""

    def __init__(self) -> None:
        self.seen = 0

    def feed(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        self.seen += 1
        if record.get("keep"):
            return None
        return [record | {"mark": self.seen}, {"type": "note", "v": 1, "ts": "t"}]

    def finish(self) -> list[dict[str, Any]]:
        return [{"type": "summary", "v": 1, "ts": "t", "n": self.seen}]

    def status(self) -> int:
        return 12


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Run a kind of verb over a text; its exit status and what it wrote."""
    monkeypatch.setenv("CCTL_NOW", "0")

    def run(kind: Any, text: str, make: Any, reads: tuple[str, ...] = ("call",), **shared: Any) -> Any:
        given = tmp_path / "in"
        given.write_text(text)
        reader, writer = os.pipe()
        kept = drive.Out
        monkeypatch.setattr(drive, "Out", lambda *a, **k: kept(*a, **k, fd=writer))
        meta = Meta("x", kind, reads)
        options = {"files": (str(given),)} if kind in ("filter", "fold", "gate") else {}
        try:
            code = drive.drive(meta, make, Shared(**shared), options)
        finally:
            os.close(writer)
            monkeypatch.setattr(drive, "Out", kept)
        with os.fdopen(reader) as stream:
            return code, [json.loads(line) for line in stream.read().splitlines()]

    yield run


def test_a_filter_marks_passes_adds_and_forwards_the_end(piped: Any) -> None:
    text = '{"type":"call","a":1}\n{"type":"other"}\n{"type":"call","keep":true}\n{"type":"end"}\n'
    code, found = piped("filter", text, lambda run: Marking())
    assert code == 0
    assert [r["type"] for r in found] == ["call", "note", "other", "call", "summary", "end"]
    assert found[0]["mark"] == 1
    assert "mark" not in found[3]


def test_the_status_counts_only_when_asked_but_always_for_a_gate(piped: Any) -> None:
    assert piped("filter", "", lambda run: Marking(), exit_code=True)[0] == 12
    assert piped("filter", "", lambda run: Marking())[0] == 0
    assert piped("gate", "", lambda run: Marking())[0] == 12


def test_a_fold_keeps_ends_and_errors_and_drops_the_rest(piped: Any) -> None:
    text = '{"type":"end","n":1}\n{"type":"call","keep":1}\nbroken\n{"type":"z"}\n{"type":"end","n":2}\n'
    code, found = piped("fold", text, lambda run: Marking())
    assert [r["type"] for r in found] == ["error", "summary", "end", "end"]
    assert found[0]["src"]["line"] == 3
    assert code == 0


def test_strict_refuses_a_bad_record_and_a_newer_one(piped: Any) -> None:
    assert piped("filter", "broken\n", lambda run: Marking(), strict=True)[0] == 65
    with pytest.raises(Protocol):
        piped("filter", '{"type":"call","v":2}\n', lambda run: Marking(), strict=True)


def test_a_source_ends_with_an_end_that_counts(piped: Any) -> None:
    def produce(run: Run) -> Iterator[dict[str, Any]]:
        run.skip("synthetic", 2)
        yield {"type": "a", "v": 1, "ts": "t"}
        yield run.error("bad", "message")

    code, found = piped("source", "", produce)
    assert code == 0
    assert found[-1] == {
        "type": "end", "v": 1, "ts": "1970-01-01T00:00:00.000Z", "of": "x", "records": 2, "errors": 1, "exit": 0,
        "skipped": {"synthetic": 2},
    }  # fmt: skip
    assert piped("source", "", produce, strict=True)[1][-1]["exit"] == 65


def test_an_action_has_no_end(piped: Any) -> None:
    assert [r["type"] for r in piped("action", "", lambda run: [{"type": "done", "v": 1, "ts": "t"}])[1]] == ["done"]


def test_a_viewer_only_returns_its_status(piped: Any) -> None:
    assert piped("viewer", "", lambda run: 3) == (3, [])
    assert piped("viewer", "", lambda run: None) == (0, [])


def test_the_format_of_the_environment_counts_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from cctl.host.world import World

    world = World({"CCTL_FORMAT": "table", "HOME": "/x"})
    assert drive.style(Shared(), world) == "jsonl"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert drive.style(Shared(), world) == "table"
    assert drive.style(Shared(format="tsv"), world) == "tsv"
