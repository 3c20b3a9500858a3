"""Hook events that `cctl hook` leaves behind: one file per session, one line per event, only ever appended to.

The spool lies in cctl's own state folder, but whoever runs as the user can write there: a line is evidence of its
session alone, and only if the file is named after it.
"""

from __future__ import annotations

from typing import Any

from cctl.core.moment import epoch_ms, stamp
from cctl.records import codec
from cctl.records.schema import Record

FOLDER = "hook"
SUFFIX = ".jsonl"
_NAMES = {
    "event": ("event", "hook_event_name"),
    "tool": ("tool", "tool_name"),
    "input": ("input", "tool_input"),
    "call": ("call", "tool_use_id"),
    "kind": ("kind", "notification_type"),
    "reason": ("reason",),
    "error": ("error",),
    "agent_id": ("agent_id",),
    "mode": ("mode", "permission_mode"),
    "digest": ("digest",),
}


def session_of(path: str, folder: str) -> str:
    """The session that a spool file is named after, "" when it is no spool file."""
    name = path[len(folder) + 1 :] if path.startswith(f"{folder}/") else ""
    return name.removesuffix(SUFFIX) if name.endswith(SUFFIX) and "/" not in name else ""


def evidence(line: bytes, session: str) -> Record | None:
    """One line of a spool file as an evidence record; None when it is none."""
    try:
        given = codec.decode(line)
    except codec.BadLine:
        return None
    told = given.get("session") or given.get("session_id")
    if told not in (None, session):
        return None
    ms = given.get("ms") if type(given.get("ms")) is int else epoch_ms(given.get("ts"))
    if not isinstance(ms, int) or ms < 0:
        return None
    inner = given.get("data")
    source: dict[str, Any] = inner if isinstance(inner, dict) else given
    data = {ours: source[name] for ours, names in _NAMES.items() for name in names if name in source}
    if not isinstance(data.get("event"), str):
        return None
    agent = given.get("agent")
    record: Record = {"type": "evidence", "v": 1, "ts": stamp(ms), "session": session}
    return record | {"agent": agent if isinstance(agent, str) else "claude", "kind": "hook", "data": data}
