"""Makes the records of one rollout: what they share is filled in here."""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.meter import Meter
from cctl.core.agent.spec import Origin, Row
from cctl.core.moment import stamp
from cctl.records import codec
from cctl.records.schema import Record

_CLASSES: Final = ("input", "output", "write_5m", "write_1h", "read")
_NAMES: Final = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")


class Maker:
    """Where in which file the reader stands, and whose the file is."""

    def __init__(self, origin: Origin) -> None:
        self.meter = Meter(origin)
        self.number = 0
        self.ms = -1  # time of the present line, else of the one before
        self._origin = origin
        self._path = origin.path or "-"

    @property
    def agent_id(self) -> str:
        """The sub-agent that the file is of, "" when it is a session's own."""
        return self.meter.who.agent_id if self.meter.who else ""

    @property
    def session(self) -> str:
        """The session that the file belongs to."""
        return self.meter.who.session if self.meter.who else self._origin.session

    def make(self, kind: str, /, **fields: Any) -> Record:
        """A record; fields that are None or "" are not known and left out."""
        return self._make(kind, self.session, self.agent_id, fields)

    def notice(self, kind: str, /, **data: Any) -> Record:
        """A notice; data that are None or "" are left out."""
        return self.make("notice", kind=kind, data=_known(data))

    def error(self, code: str, message: str) -> Record:
        """An error record for the present line."""
        return codec.error(code, message, ts=stamp(self.ms), path=self._path, line=self.number)

    def spend(self, row: Row) -> Record:
        """The record of one response; what it used under a sub-agent's or a parent's name stays theirs."""
        fields = {
            "id": row.id,
            "model": row.model,
            "tokens": dict(zip(_NAMES, (getattr(row, name) for name in _CLASSES), strict=True)),
            "speed": row.speed,
            "web_searches": row.web or None,
            "tools": [each.rpartition(":")[0] for each in row.tools.split()],
            "subagent": row.subagent,
            "project": row.project,
            "cwd": row.cwd,
            "branch": row.branch,
            "paid_by": "recorded" if row.payer else "",
        }
        record = self._make("spend", row.session, row.agent_id, fields) | {"ts": stamp(row.ms)}
        record.setdefault("model", "")  # a spend record always has one, known or not
        return record

    def _make(self, kind: str, session: str, agent_id: str, fields: dict[str, Any]) -> Record:
        record: Record = {"type": kind, "v": 1, "ts": stamp(self.ms), "session": session, "agent": "codex"}
        if agent_id:
            record["agent_id"] = agent_id
        record["src"] = {"path": self._path, "line": self.number}
        return record | _known(fields)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}
