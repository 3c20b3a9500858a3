"""The sections about judgement: findings, conflicts, verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cctl.core.report.field import ROWS, Frame, Gathered, columns, mapping, number, of_type, pictures, text
from cctl.core.report.page import Section, Table
from cctl.records.schema import Record

_WEIGHT = {"critical": 0, "warning": 1, "info": 2}


def findings(given: Gathered, frame: Frame) -> Section | None:
    """What health found, the worst first."""
    found = [each for each in of_type(given.others, "finding") if each.get("check") != "conflict"]
    if not found:
        return Section("findings", "Findings", note=f"None. {given.looked}") if given.looked else None
    return Section("findings", "Findings", pictures(found, frame, kind="findings"), (_told(found),), given.looked)


def conflicts(given: Gathered, _frame: Frame) -> Section | None:
    """Sessions that wanted the same file."""
    found = [each for each in of_type(given.others, "finding") if each.get("check") == "conflict"]
    return Section("conflicts", "Conflicts", (), (_told(found),)) if found else None


def _told(found: Sequence[Record]) -> Table:
    ordered = sorted(found, key=lambda each: (_WEIGHT.get(text(each, "severity"), 9), text(each, "ts")))
    rows = tuple(
        (
            *(text(each, key) for key in ("severity", "check", "message")),
            *(text(each, "session")[:13], text(each, "ts"), number(each.get("cost_usd"))),
        )
        for each in ordered[:ROWS]
    )
    heads = columns("severity", "check", "message:finding", "session", "ts:when:time", "cost_usd:cost:usd")
    return Table(heads, rows, max(0, len(ordered) - ROWS))


def verdicts(given: Gathered, _frame: Frame) -> Section | None:
    """How calls were judged, and why those that were not let through were not."""
    judged = [(call, mapping(call.get("verdict"))) for call in of_type(given.others, "call")]
    judged = [(call, verdict) for call, verdict in judged if verdict]
    if not judged:
        return None
    counted = Counter((text(verdict, "decision"), text(verdict, "by"), text(call, "tool")) for call, verdict in judged)
    sums = tuple((*key, float(count)) for key, count in counted.most_common(ROWS))
    tables = [Table(columns("decision", "by", "tool", "calls:calls:count"), sums)]
    held = [(call, verdict) for call, verdict in judged if verdict.get("decision") in ("deny", "ask")]
    if held:
        rows = tuple(
            (text(call, "ts"), text(verdict, "decision"), text(verdict, "reason"), text(call, "tool"))
            for call, verdict in held[:ROWS]
        )
        heads = columns("ts:when:time", "decision", "reason", "tool")
        tables.append(Table(heads, rows, max(0, len(held) - ROWS)))
    return Section("verdicts", "Verdicts", (), tuple(tables))
