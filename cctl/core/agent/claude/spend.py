"""Sightings of responses merged as they come, so that a reader can say each response once and again when it grew.

One response is written as several lines, and early lines of older releases hold placeholders: field by field the
largest number counts, the first time, and the calls of all lines together.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.spec import Row
from cctl.core.moment import stamp

_SAID: Final = tuple(
    (Row._fields.index(field), "web_searches" if field == "web" else field)
    for field in ("agent_id", "speed", "geo", "web", "subagent", "project", "cwd", "branch")
)
_KEPT: Final = 64  # responses remembered, at a kilobyte each: lines of one response stand close together


class Merging:
    """The responses of one transcript."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def add(self, row: Row) -> dict[str, Any] | None:
        """The fields of a spend record after one more sighting, None when it says nothing new."""
        known = self._rows.get(row.id)
        if known is None:
            if len(self._rows) >= _KEPT:
                del self._rows[next(iter(self._rows))]
            self._rows[row.id] = row
            return fields(row)
        merged = _merged(known, row)
        self._rows[row.id] = merged
        return None if merged == known else fields(merged)


def _merged(first: Row, other: Row) -> Row:
    calls = first.tools.split()
    calls += [each for each in other.tools.split() if each not in calls]
    return first._replace(
        ms=min(first.ms, other.ms),
        input=max(first.input, other.input),
        output=max(first.output, other.output),
        write_5m=max(first.write_5m, other.write_5m),
        write_1h=max(first.write_1h, other.write_1h),
        read=max(first.read, other.read),
        web=max(first.web, other.web),
        speed=first.speed or other.speed,
        geo=first.geo or other.geo,
        payer=first.payer or other.payer,
        tools=" ".join(calls),
        recorded_nano=max(first.recorded_nano, other.recorded_nano),
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
    for at, name in _SAID:
        if value := row[at]:
            made[name] = value
    if row.payer:
        made["paid_by"] = "recorded"
    if row.recorded_nano >= 0:
        made["recorded_cost_usd"] = row.recorded_nano / 1e9
    return made
