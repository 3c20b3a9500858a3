"""Sightings of responses merged as they come, so that a reader can say each response once and again when it grew.

One response is written as several lines, and early lines of older releases hold placeholders: field by field the
largest number counts, the first time, and the calls of all lines together. Whoever follows a session wants to know at
once what it spends; whoever reads a whole file is told of a response when its lines are over, which halves the records.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.claude.frame import Frame
from cctl.core.agent.claude.line import MARKER
from cctl.core.agent.claude.place import Start
from cctl.core.agent.claude.scan import scan
from cctl.core.agent.claude.sighting import SYNTHETIC, Bad, Whose, numbers, row, sighted, text, whose
from cctl.core.agent.spec import Origin, Row
from cctl.core.moment import epoch_ms, stamp

_KEPT: Final = 64  # responses remembered, at a kilobyte each: lines of one response stand close together


class Merging:
    """The responses of one transcript."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def add(self, row: Row) -> Row | None:
        """The response after one more sighting, None when it says nothing new."""
        known = self._rows.get(row.id)
        if known is None:
            if len(self._rows) >= _KEPT:
                del self._rows[next(iter(self._rows))]
            self._rows[row.id] = row
            return row
        merged = _merged(known, row)
        if merged == known:
            return None
        self._rows[row.id] = merged
        return merged


class Responses:
    """The responses of one transcript as spend records."""

    def __init__(self, frame: Frame, origin: Origin, start: Start, *, settled: bool) -> None:
        self._frame, self._origin, self._start, self._settled = frame, origin, start, settled
        self._merging = Merging()
        self._said: tuple[object, ...] | None = None  # by which line `_by` is known
        self._by: Whose | None = None
        self.growing: tuple[Row, int] | None = None  # what is to be told, and the number of the line it grew by

    def see(self, record: dict[str, Any], line: bytes) -> None:
        """Take note of what a line says of a response."""
        if MARKER not in line:
            return self._frame.skip("no_usage" if record.get("type") == "assistant" else "")
        try:
            self._add(self._usual(record) or sighted(record, self._origin, self._start, -1))
        except Bad as problem:
            self._frame.skip("" if str(problem) == "no_response" else str(problem))

    def _usual(self, record: dict[str, Any]) -> Row | None:
        """What `sighted` says of a line that has all that lines usually have."""
        message, said = record.get("message"), self._frame.said
        if said is None or type(message) is not dict or record.get("type") != "assistant":
            return None
        key, ms = message.get("id"), epoch_ms(record.get("timestamp"))
        if type(key) is not str or not key or ms < 0 or "attributionAgent" in record:
            return None
        if message.get("usage") is None or message.get("model") == SYNTHETIC:
            return None
        if self._by is None or said is not self._said:  # lines of one file say mostly the same
            self._said, self._by = said, whose(record, record, "", self._origin, self._start)
        return row(key, ms, record, numbers(message["usage"]), self._by, text(record.get("uuid")), -1)

    def salvage(self, line: bytes) -> None:
        """A line that can't be decoded as a whole: `scan` passes over what is broken elsewhere in it."""
        for each in scan(line, self._origin, 0, self._start.state()).rows:
            self._add(Row._make(each))

    def over(self, response: object = None) -> None:
        """Tell of what grew, unless it is the response that goes on."""
        if self.growing is not None and self.growing[0].id != response:
            (row, number), self.growing = self.growing, None
            self._frame.spend(fields(row), number)

    def _add(self, row: Row) -> None:
        if merged := self._merging.add(row):
            if self.growing is not None:
                self.over(row.id)
            self.growing = merged, self._frame.number
            if not self._settled:
                self.over()


def _merged(first: Row, other: Row) -> Row:
    tools = first.tools
    if other.tools and other.tools != tools:
        calls = tools.split()
        tools = " ".join([*calls, *(each for each in other.tools.split() if each not in calls)])
    return Row(
        first.id,
        min(first.ms, other.ms),
        first.model,
        max(first.input, other.input),
        max(first.output, other.output),
        max(first.write_5m, other.write_5m),
        max(first.write_1h, other.write_1h),
        max(first.read, other.read),
        max(first.web, other.web),
        first.speed or other.speed,
        first.geo or other.geo,
        first.session,
        first.payer or other.payer,
        first.agent_id,
        first.subagent,
        first.project,
        first.cwd,
        first.branch,
        tools,
        first.at,
        max(first.recorded_nano, other.recorded_nano),
    )


def fields(row: Row) -> dict[str, Any]:
    """What a spend record says of a response, beside who and where."""
    made: dict[str, Any] = {
        "ts": stamp(row.ms),
        "session": row.payer or row.session,
        "id": row.id,
        "model": row.model,
        "tokens": {
            "input": row.input,
            "output": row.output,
            "cache_write_5m": row.write_5m,
            "cache_write_1h": row.write_1h,
            "cache_read": row.read,
        },
        "tools": [each.rpartition(":")[0] for each in row.tools.split()] if row.tools else [],
    }
    if row.agent_id or row.speed or row.geo or row.web or row.subagent:
        rare = {"agent_id": row.agent_id, "speed": row.speed, "geo": row.geo, "web_searches": row.web}
        made.update({name: value for name, value in {**rare, "subagent": row.subagent}.items() if value})
    if row.project:
        made["project"] = row.project
    if row.cwd:
        made["cwd"] = row.cwd
    if row.branch:
        made["branch"] = row.branch
    if row.payer:
        made["paid_by"] = "recorded"
    if row.recorded_nano >= 0:
        made["recorded_cost_usd"] = row.recorded_nano / 1e9
    return made
