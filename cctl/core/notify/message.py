"""A record as a short text for a person: what, whose, how bad. Texts of agents are hostile and are made harmless."""

from __future__ import annotations

from cctl.records.named import NamedTuple
from cctl.records.schema import Record

LONGEST = 300
_URGENT = {"info": 0, "warning": 1, "critical": 2}


class Message(NamedTuple):
    """What a person reads."""

    title: str
    text: str
    urgency: int  # 0 low, 1 normal, 2 high


def message(record: Record) -> Message:
    """The message for a record."""
    kind = record.get("type")
    who = _who(record)
    if kind == "finding":
        urgency = _URGENT.get(str(record.get("severity")), 1)
        return Message(plain(f"{record.get('check')} · {who}"), plain(str(record.get("message") or "")), urgency)
    if kind == "session":
        return _session(record, who)
    if kind == "call":
        verdict = record.get("verdict")
        given = verdict if isinstance(verdict, dict) else {}
        text = f"{record.get('tool')}: {given.get('reason') or given.get('decision')}"
        return Message(plain(f"{given.get('decision')} · {who}"), plain(text), 1)
    if kind == "gate":
        passed = bool(record.get("passed"))
        return Message(
            "gate passed" if passed else "gate failed", plain(f"exit {record.get('exit')}"), 0 if passed else 2
        )
    if kind == "done":
        text = f"{record.get('target')}: {record.get('reason') or record.get('status')}"
        return Message(plain(f"{record.get('action')} {record.get('status')} · {who}"), plain(text), 1)
    return Message(plain(f"{kind} · {who}"), plain(str(record.get("message") or record.get("code") or "")), 1)


def _session(record: Record, who: str) -> Message:
    state = str(record.get("state") or "")
    words = {
        "needs_input": "needs you",
        "waiting_input": "is done and waits",
        "finished": "has ended",
        "unknown": "does not answer",
    }
    waits = record.get("waiting_for")
    text = ""
    if isinstance(waits, dict):
        given = waits.get("input")
        detail = next((str(value) for value in given.values()), "") if isinstance(given, dict) else ""
        text = f"{waits.get('kind')}: {waits.get('tool') or ''} {detail}"
    weak = " (a guess)" if record.get("weak") else ""
    return Message(plain(f"{who} {words.get(state, state)}{weak}"), plain(text), 2 if state == "needs_input" else 1)


def _who(record: Record) -> str:
    project = str(record.get("project") or "").rstrip("/").rpartition("/")[2]
    return str(record.get("name") or project or str(record.get("session") or "")[:8] or "cctl")


def plain(text: str) -> str:
    """One line without control, bidirectional or other invisible characters, not too long."""
    shown = "".join(char if char.isprintable() else " " for char in text[: LONGEST * 4])
    short = " ".join(shown.split())
    return short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"
