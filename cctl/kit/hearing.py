"""What a stream of records tells of what was done: kept beside its spend, since a stream can be read but once.

A session record that already carries counts is a summary of what isn't in the stream: nothing is taken from it, and
sessions that come as summaries alone are said, since what they did would else look like nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.agent.spec import Origin
from cctl.host import db
from cctl.host.activity.read import Todo, Told
from cctl.host.activity.store import keep
from cctl.kit.sound import problem
from cctl.records.schema import Record

if TYPE_CHECKING:
    import sqlite3

    from cctl.core.activity.deed import Seen, Watcher
    from cctl.kit.run import Run

_MOST = 2000  # deeds held before they are written
_TELLS = frozenset(("turn", "call", "result", "notice", "session"))
_NOWHERE = Told(0, 0, b"", 0, 0, 0, 0)


class Hearing:
    """Takes records as they come by, for a memory."""

    def __init__(self, run: Run, memory: sqlite3.Connection, watcher: Watcher) -> None:
        self._run, self._memory, self._watcher = run, memory, watcher
        self._held: dict[str, tuple[str, list[Seen]]] = {}  # by session: its agent, and what it did
        self._count = 0
        self._summed: set[str] = set()
        self._did: set[str] = set()

    def hear(self, record: Record) -> None:
        """One record of the stream."""
        kind, session, agent = record.get("type"), record.get("session"), record.get("agent")
        if kind not in _TELLS or type(session) is not str or type(agent) is not str:
            return
        if problem(record):
            self._run.skip(f"bad_{kind}")
            return
        if kind == "session" and "turns" in record:
            self._summed.add(session)
            return
        if kind != "session":
            self._did.add(session)
        seen = list(self._watcher.see(record))
        self._held.setdefault(session, (agent, []))[1].extend(seen)
        self._count += len(seen)
        if self._count >= _MOST:
            self._write()

    def over(self) -> None:
        """The end of the stream."""
        self._write()
        if alone := len(self._summed - self._did):
            self._run.skip("summary_alone", alone)
            self._run.say.warn(f"{alone} sessions come as summaries alone: what was done in them is not in this stream")

    def _write(self) -> None:
        held, self._held, self._count = self._held, {}, 0
        with db.writing(self._memory):
            for session, (agent, seen) in held.items():
                keep(self._memory, Todo("", agent, "", Origin("-", session), 0, 0, 0, b""), seen, _NOWHERE)
