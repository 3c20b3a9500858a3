"""Answers that no hook is told of: a call rejected in its dialog shows in the transcript alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cctl.core.brain.event import happened
from cctl.host import transcript
from cctl.kit.session_records import given
from cctl.records.errors import NoInput

if TYPE_CHECKING:
    from cctl.kit.brain import Brain
    from cctl.kit.run import Run

MOST_SESSIONS = 200  # looked into at once, the latest first


def late(run: Run, brain: Brain) -> list[dict[str, Any]]:
    """Rejections of calls that were asked about and never answered in the log."""
    waiting = open_dialogs(brain.events())
    found: list[dict[str, Any]] = []
    for session in list(waiting)[-MOST_SESSIONS:]:
        found += _rejections(run, session, waiting[session])
    return found


def open_dialogs(events: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """By session, the calls whose dialog was seen and whose end wasn't."""
    session_of: dict[str, str] = {}
    for event in events:
        call = str(event.get("call", ""))
        if event["event"] == "dialog" and call:
            session_of[call] = str(event.get("session", ""))
        elif event["event"] in ("outcome", "rejected"):
            session_of.pop(call, None)
    waiting: dict[str, set[str]] = {}
    for call, session in session_of.items():
        waiting.setdefault(session, set()).add(call)
    return waiting


def _rejections(run: Run, session: str, calls: set[str]) -> Iterator[dict[str, Any]]:
    try:
        files = transcript.of_session(run.world, session) if session else []
    except NoInput:
        return
    for file in files:
        for record in given(run, file.path).records:
            denied = record.get("denied")
            if record.get("type") == "result" and isinstance(denied, dict) and record.get("call") in calls:
                if denied.get("by") == "human":
                    said = "the user said" in str(record.get("text", "")).lower()
                    yield happened("rejected", str(record["call"]), session, by="human", said=said, at=record.get("ts"))
                calls.discard(str(record["call"]))
