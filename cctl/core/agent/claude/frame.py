"""The line at hand, and the records that are made of it.

A record takes its time from its line, or from the line before when its own has none. Old files open with lines that
have no time at all: what they say waits for the first line that has one.
"""

from __future__ import annotations

from typing import Any

from cctl.core.agent.claude.sighting import agent_of, text
from cctl.core.agent.spec import Origin
from cctl.core.moment import stamped
from cctl.records.schema import Record


class Frame:
    """What all records of one line share."""

    __slots__ = (
        *("_number", "_origin", "_out", "_own", "_src", "_ts", "_untimed"),
        *("agent_id", "line", "place", "said", "session", "skipped"),
    )

    def __init__(self, origin: Origin) -> None:
        self.skipped: dict[str, int] = {}
        self._origin = origin
        self._src = origin.path or "-"
        self._ts = ""  # of the latest line that has a time
        self._out: list[Record] = []
        self._untimed: list[Record] = []
        self._own = ""  # the session that the line names, or its file
        self.session = ""  # of a line that says none: that of the line before
        self.agent_id = ""
        self.place: dict[str, str] = {}  # folder and branch, as far as the line says
        self.said: tuple[object, ...] | None = None  # who and where, as the line has it; None for no plain texts
        self.take({}, 0)

    def take(self, line: dict[str, Any], number: int) -> None:
        """Go on to a line; an empty one stands for a line that can't be decoded, or for the end."""
        self.line, self._number = line, number
        get = line.get
        said = (get("sessionId"), get("cwd"), get("gitBranch"), get("version"), get("entrypoint"),
                get("requestSessionId"), get("agentId"), get("isSidechain") is True)  # fmt: skip
        if said != self.said:  # lines of one file say mostly the same
            self._take_said(said)
        self.session = self._own or self.session
        self._ts = stamped(get("timestamp")) or self._ts

    def _take_said(self, said: tuple[object, ...]) -> None:
        self.said = said if all(each is None or type(each) in (str, bool) for each in said) else None
        self._own = text(said[0]) or self._origin.session
        self.agent_id = agent_of(self.line, self._origin)
        where = {"cwd": text(said[1]), "branch": text(said[2])}
        self.place = {name: value for name, value in where.items() if value}

    @property
    def timed(self) -> bool:
        """Whether any line so far had a time."""
        return bool(self._ts)

    @property
    def number(self) -> int:
        """The number of the line."""
        return self._number

    def made(self, kind: str, fields: dict[str, Any]) -> Record:
        """A record of this line."""
        record: Record = {"type": kind, "v": 1, "ts": self._ts, "session": self.session, "agent": "claude"}
        if self.agent_id:
            record["agent_id"] = self.agent_id
        record["src"] = {"path": self._src, "line": self._number}
        record.update(fields)
        return record

    def spend(self, fields: dict[str, Any], number: int) -> None:
        """Give out a spend record, which says itself when it was and whose; `number` is that of its line."""
        record: Record = {"type": "spend", "v": 1, "ts": fields["ts"], "session": fields["session"] or self.session}
        record["agent"] = "claude"
        if agent_id := fields.get("agent_id"):
            record["agent_id"] = agent_id
        record["src"] = {"path": self._src, "line": number}
        record.update(fields)
        self.give(record)

    def emit(self, kind: str, fields: dict[str, Any]) -> None:
        """Give out a record of this line."""
        record = self.made(kind, fields)
        (self._out if self._ts else self._untimed).append(record)

    def notice(self, kind: str, data: dict[str, Any]) -> None:
        """Give out a notice of this line."""
        self.emit("notice", {"kind": kind, "data": data})

    def give(self, record: Record) -> None:
        """Give out a record, made now or kept from an earlier line."""
        (self._out if record["ts"] else self._untimed).append(record)

    def skip(self, reason: str) -> None:
        """Count what is passed over."""
        if reason:
            self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def turn(self, words: str, source: str) -> dict[str, Any]:
        """The fields of a turn that this line begins."""
        key = text(self.line.get("uuid")) or text(self.line.get("promptId")) or f"line-{self._number}"
        fields = {"id": key, "prompt": words, "source": source, **self.place}
        mode = text(self.line.get("permissionMode"))
        return {**fields, "mode": mode} if mode else fields

    def released(self) -> list[Record]:
        """The records to give out now, those that waited for a time first."""
        if self._untimed and self.timed:
            self._untimed, waited = [], self._untimed
            self._out = [
                {**record, "ts": self._ts, "session": record["session"] or self.session} for record in waited
            ] + self._out
        if not self._out:
            return []
        out, self._out = self._out, []
        return out

    def drop(self) -> None:
        """Count what still waits for a time when no line is left."""
        for _ in self._untimed:
            self.skip("no_time")
        self._untimed = []
