"""Spend that a `session` record carries: cells to the wire and back, so that `history | stats -` equals `stats`.

A cell names what it is by: model always, the rest where it was told apart; what isn't named is that of the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.exact import nano, usd
from cctl.core.spend.cell import CLASSES, Cell
from cctl.core.stats.record import figures
from cctl.records.schema import Record

TOLD: Final = ("model", "project", "branch", "cwd", "subagent", "tool")
UNKNOWN: Final = "(unknown)"  # tool of a cell that wasn't told apart by tool
_LIMIT: Final = 1 << 62


def carry(cells: Iterable[Cell], session: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Cells, told apart by everything, for a session record; what equals the record's own is left out."""
    own = session or {}
    listed = []
    for cell in cells:
        entry: dict[str, Any] = {"start": stamp(cell.start_s * 1000), "model": cell.model}
        for name in TOLD[1:]:
            value = getattr(cell, name)
            if value != (own.get(name) or ""):
                entry[name] = value  # also "", where the session has a value and this spend has none
        entry["responses"] = cell.responses
        entry["tokens"] = {name: count for name, count in zip(CLASSES, figures(cell)[1:6], strict=True) if count}
        if cell.responses > cell.unpriced or cell.cost_nano:
            entry["cost_usd"] = usd(cell.cost_nano)
        if cell.unpriced:
            entry["unpriced"] = cell.unpriced
        if cell.estimated:
            entry["estimated"] = cell.estimated
        listed.append(entry)
    return listed


def carried(record: Record) -> Iterator[Cell | None]:
    """The cells of a session record; None stands for one that can't be read."""
    listed = record.get("spend")
    if not isinstance(listed, list):
        return
    for entry in listed:
        yield _read(entry, record) if isinstance(entry, dict) else None


def _read(entry: Mapping[str, Any], record: Record) -> Cell | None:
    start = epoch_ms(entry.get("start"))
    tokens = entry.get("tokens")
    if start < 0 or not isinstance(tokens, dict):
        return None
    counts = [entry.get("responses", 0), *(tokens.get(name, 0) for name in CLASSES)]
    counts += [nano(entry.get("cost_usd", 0)), entry.get("unpriced", 0), entry.get("estimated", 0)]
    if not all(type(count) is int and 0 <= count < _LIMIT for count in counts):
        return None
    told = (_text(entry.get(name, record.get(name))) for name in TOLD[1:])
    project, branch, cwd, subagent, tool = told
    who = (_text(record.get("agent")), _text(record.get("session")), _text(entry.get("model")))
    return Cell(start // 1000, *who, project, branch, cwd, subagent, tool or UNKNOWN, *counts)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
