"""What memory tells of verdicts and conflicts, as the records that a stream would have brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cctl.core.activity.summary import Done
from cctl.core.conflict import Conflicts
from cctl.core.moment import stamp
from cctl.records.schema import Record

_KEPT = ("id", "session", "agent", "tool", "cwd")


def call(event: Record) -> Record:
    """A decision of the log as the judged call that it was."""
    made: Record = {"type": "call", "v": 1, "ts": event.get("ts"), "verdict": event.get("verdict")}
    return made | {key: event[key] for key in _KEPT if key in event}


def project(event: Record) -> str:
    """The project of a decision: as it was looked up, else where the call ran."""
    facts = event.get("facts")
    found = facts.get("project") if isinstance(facts, dict) else None
    return str(found or event.get("cwd") or "")


def met(deeds: Iterable[Done], conflicts: Conflicts, found: list[Record]) -> Iterator[Done]:
    """Pass deeds on in their order, and gather where the edits of two sessions met."""
    for done in deeds:
        deed = done.deed
        if deed.mark == "edit" and deed.kind == "call" and (done.outcome is None or not done.outcome.error):
            for number, path in enumerate(deed.paths.split("\n")):
                found += (each for each in _edited(done, f"{deed.id}:{number}", path, conflicts) if _conflict(each))
        yield done


def _edited(done: Done, id: str, path: str, conflicts: Conflicts) -> list[Record]:
    deed = done.deed
    common: dict[str, Any] = {"v": 1, "ts": stamp(deed.ms), "session": deed.session, "agent": deed.agent}
    given = {"type": "call", "id": id, "tool": "Edit", "input": {"file_path": path}, "cwd": deed.cwd}
    told = conflicts.feed(common | given) or []
    conflicts.feed(common | {"type": "result", "call": id})
    return told


def _conflict(record: Record) -> bool:
    return record.get("type") == "finding"
