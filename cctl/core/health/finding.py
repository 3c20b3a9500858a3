"""What a check says, and the record that is made of it.

The id is computed from check, session, severity and cause, never from a counter or a clock: whoever reads the same
transcript finds the same findings, and a stream that goes through the filter twice holds each once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cctl.core.digest import digest
from cctl.core.moment import stamp
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

SEVERITIES = ("info", "warning", "critical")


class Found(NamedTuple):
    """One observation of a check."""

    severity: str
    cause: str  # what makes it this finding and no other: an id, or the epoch that it may occur once in
    message: str
    evidence: dict[str, Any]
    advice: str
    thresholds: tuple[str, ...] = ()
    since_ms: int = 0
    cost_nano: int = 0
    src: Mapping[str, Any] | None = None
    weak: bool = False


def record(check: str, found: Found, session: str, agent: str, ts: str, limits: Mapping[str, float]) -> Record:
    """The finding record."""
    made: Record = {
        "type": "finding",
        "v": 1,
        "ts": ts,
        "session": session,
        "agent": agent or "unknown",
        "id": identity(check, session, found.severity, found.cause),
        "check": check,
        "severity": found.severity,
        "message": found.message,
    }
    if found.since_ms:
        made["since"] = stamp(found.since_ms)
    made["evidence"] = found.evidence
    if found.advice:
        made["advice"] = found.advice
    if found.thresholds:
        made["thresholds"] = {name: limits[name] for name in found.thresholds}
    if found.cost_nano:
        made["cost_usd"] = round(found.cost_nano / 1e9, 9)
    if found.weak:
        made["weak"] = True
    if isinstance(found.src, dict):  # a stream may hold anything
        made["src"] = dict(found.src)
    return made


def identity(check: str, session: str, severity: str, cause: str) -> str:
    """The id of a finding."""
    return "f" + digest([check, session, severity, cause])
