"""Rollouts for tests: those in `fixtures/`, and lines made to measure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cctl.core.agent.codex import AGENT
from cctl.core.agent.spec import Origin, Row, Skip
from cctl.records.schema import Record

FIXTURES = Path(__file__).parents[4] / "fixtures" / "transcripts" / "codex"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.jsonl"))


def read(name: str) -> bytes:
    """The bytes of one fixture."""
    return (FIXTURES / f"{name}.jsonl").read_bytes()


def scanned(block: bytes, *, audit: bool = False) -> tuple[list[Row], list[Skip]]:
    """Rows and skips of a whole file."""
    scan = AGENT.scan(block, Origin(), 0, b"", audit=audit)
    return [Row(*each) for each in scan.rows], scan.skips  # type: ignore[arg-type]  # rows travel as plain tuples


def records(block: bytes, path: str = "") -> list[Record]:
    """All records of a whole file."""
    reader = AGENT.open(Origin(path=path))
    told = [record for number, line in enumerate(block.split(b"\n"), 1) for record in reader.read(line, number)]
    return told + reader.finish()


def merged(blocks: Iterable[bytes]) -> dict[str, Row]:
    """Sightings of one id are one response, as the ledger has it: numbers to the maximum, the time to the minimum."""
    found: dict[str, Row] = {}
    for block in blocks:
        for row in scanned(block)[0]:
            old = found.get(row.id, row)
            first = old if old.payer or not row.payer else row
            most = {
                name: max(getattr(old, name), getattr(row, name))
                for name in ("input", "output", "write_5m", "read", "web")
            }
            found[row.id] = first._replace(ms=min(old.ms, row.ms), model=old.model or row.model, **most)
    return found


def used(rows: Iterable[Row]) -> tuple[int, int, int]:
    """Input with what was cached, of that cached, output: the three numbers that Codex itself shows."""
    rows = list(rows)
    return (
        sum(row.input + row.read + row.write_5m for row in rows),
        sum(row.read for row in rows),
        sum(row.output for row in rows),
    )


def line(kind: str, payload: dict[str, Any], at: str = "2026-11-09T08:00:00.000Z", **top: Any) -> bytes:
    """One line; `event_msg/x` and `response_item/x` put `x` into the payload."""
    outer, _, inner = kind.partition("/")
    if inner:
        payload = {"type": inner, **payload}
    whole = {"timestamp": at, **top, "type": outer, "payload": payload}
    return json.dumps(whole, separators=(",", ":")).encode() + b"\n"


def tokens(input: int, cached: int = 0, output: int = 0) -> dict[str, int]:
    """A usage object."""
    return {
        "input_tokens": input,
        "cached_input_tokens": cached,
        "output_tokens": output,
        "reasoning_output_tokens": 0,
        "total_tokens": input + output,
    }


def count(total: dict[str, int] | None, last: dict[str, int] | None, at: str, **top: Any) -> bytes:
    """A `token_count` line."""
    info = {"total_token_usage": total, "last_token_usage": last}
    known = {name: value for name, value in info.items() if value is not None}
    return line("event_msg/token_count", {"info": known, "rate_limits": None}, at, **top)
