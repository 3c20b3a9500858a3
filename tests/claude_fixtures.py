"""The synthetic transcripts of Claude Code, and the two ways to read them, for the tests of its reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cctl.core.agent.claude import AGENT
from cctl.core.agent.claude.spend import Merging, fields
from cctl.core.agent.spec import Origin, Row, Scan
from cctl.records.schema import Record

ROOT = Path(__file__).resolve().parent.parent / "fixtures" / "transcripts" / "claude"


def origin(name: str) -> Origin:
    """The origin that discovery would give a fixture; one that lies alone is read as a file from elsewhere."""
    path = ROOT / name
    tree, found, rest = name.partition("/projects/")
    if not found:
        return Origin(str(path))
    place = AGENT.place(f"projects/{rest}")
    assert place, name
    meta = ROOT / tree / place.meta if place.meta else None
    subagent = "Explore" if meta and meta.exists() else ""
    return Origin(str(path), place.session, place.agent_id, subagent, place.folder)


def names() -> list[str]:
    """Every fixture that is a transcript, relative to the root."""
    found = []
    for path in sorted(ROOT.rglob("*.jsonl")):
        name = str(path.relative_to(ROOT))
        if "/projects/" not in name or AGENT.place(f"projects/{name.partition('/projects/')[2]}"):
            found.append(name)
    return found


def data(name: str) -> bytes:
    """The bytes of a fixture."""
    return (ROOT / name).read_bytes()


def scanned(name: str, block: bytes | None = None, *, audit: bool = False) -> Scan:
    """The whole of a fixture, or other bytes in its place, scanned as one block."""
    return AGENT.scan(data(name) if block is None else block, origin(name), 0, b"", audit=audit)


def read(name: str, block: bytes | None = None, *, settled: bool = False) -> tuple[list[Record], dict[str, int]]:
    """The records of a fixture, or of other bytes in its place, and what was passed over."""
    reader = AGENT.open(origin(name), settled=settled)
    records: list[Record] = []
    for number, line in enumerate((data(name) if block is None else block).split(b"\n"), 1):
        records += reader.read(line, number)
    return records + reader.finish(), reader.skipped


def merged(rows: Iterable[tuple[object, ...]]) -> dict[str, dict[str, Any]]:
    """What spend records would say of the sightings, by id of the response."""
    merging, found = Merging(), {}
    for row in rows:
        response = merging.add(Row._make(row))
        if response:
            found[response.id] = fields(response)
    return found


def spent(records: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """What the spend records say, by id of the response, without where they were read."""
    outside = ("type", "v", "agent", "src")
    return {
        record["id"]: {name: value for name, value in record.items() if name not in outside}
        for record in records
        if record["type"] == "spend"
    }


def totals(found: dict[str, dict[str, Any]]) -> tuple[int, ...]:
    """Responses, then tokens by class."""
    classes = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
    return len(found), *(sum(each["tokens"][name] for each in found.values()) for name in classes)
