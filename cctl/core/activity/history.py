"""A session as history tells it: what it did, what it cost in the window and ever, how it ended, how to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cctl.core.moment import stamp
from cctl.core.spend.ask import SessionSpend
from cctl.core.stats.carry import carry
from cctl.core.stats.record import NOTHING, cost, figures, spent
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

SORTS = ("last", "start", "cost", "tokens", "duration", "turns", "errors")
_ENDS = {"rest": "finished", "interrupt": "interrupted", "api_error": "api_error", "turn": "unanswered"}
_TITLE_MOST = 120
_DAY_MS = 86_400_000


class Figures(NamedTuple):
    """What a session did."""

    session: str
    agent: str
    first_ms: int
    last_ms: int
    turns: int
    calls: int
    errors: int
    denied: int
    edits: int
    compactions: int
    ended: str  # kind of its last notice: rest, interrupt, api_error, or "" for none
    first_prompt: str
    facts: dict[str, str]


class File(NamedTuple):
    """A session's own transcript, while there is one."""

    path: str
    mtime_ms: int


class Where(NamedTuple):
    """What the record needs beside the session itself."""

    now_ms: int
    keep_days: int | None  # after which the agent deletes transcripts; None when it doesn't or isn't known
    resume: Sequence[str]
    cells: bool = True  # what was spent in detail, for whoever adds it up


def told(
    session: str, agent: str, spend: SessionSpend | None, did: Figures | None, file: File | None, at: Where
) -> Record:
    """The record of one session."""
    facts: Mapping[str, str] = did.facts if did else {}
    moments = [ms for each in (spend, did) if each for ms in (each.first_ms, each.last_ms) if ms > 0]
    first, last = (min(moments), max(moments)) if moments else (0, 0)
    record: Record = {"type": "session", "v": 1, "ts": stamp(last), "session": session, "agent": agent}
    record |= _where(spend, facts)
    title = facts.get("title") or (did.first_prompt if did else "")
    if title.strip():
        record["title"] = _line(title)
    for name in ("name", "version", "entrypoint", "forked_from", "parent"):
        if facts.get(name):
            record[name] = facts[name]
    record |= {"start": stamp(first), "last": stamp(last), "duration_s": round((last - first) / 1000, 3)}
    if did:
        record |= {"turns": did.turns, "calls": did.calls, "errors": did.errors, "edits": did.edits}
        for name in ("denied", "compactions"):
            if getattr(did, name):
                record[name] = getattr(did, name)
        if did.ended in _ENDS:
            record["ended"] = _ENDS[did.ended]
    if spend:
        if spend.agent_ids:
            record["subagents"] = [{"agent_id": each} for each in spend.agent_ids]
        record |= _money(spend, record, at)
    if at.resume:
        record["resume"] = list(at.resume)
    if file:
        record["transcript"] = file.path
        if at.keep_days is not None:
            left = file.mtime_ms + at.keep_days * _DAY_MS - at.now_ms
            record["expires"] = stamp(at.now_ms + left)
            record["deleted_in_days"] = max(0, left // _DAY_MS)
    return record


def _where(spend: SessionSpend | None, facts: Mapping[str, str]) -> Record:
    found: Record = {}
    for name, values in (("project", spend.projects), ("branch", spend.branches), ("cwd", spend.cwds)) if spend else ():
        value = facts.get(name) if facts.get(name) in values else (values[-1] if len(values) == 1 else facts.get(name))
        if value or values:
            found[name] = value or values[0]
    for name in ("project", "branch", "cwd"):
        if name not in found and facts.get(name):
            found[name] = facts[name]
    return found


def _money(spend: SessionSpend, record: Record, at: Where) -> Record:
    sums = [sum(column) for column in zip(*(figures(cell) for cell in spend.cells), strict=True)]
    made: Record = {"models": list(spend.models)} | spent((1, *sums) if sums else NOTHING)
    del made["sessions"]
    lifetime = cost((1, *figures(spend.lifetime)))
    if lifetime is not None:
        made["lifetime_cost_usd"] = lifetime
    if not at.cells:
        return made
    return made | {"spend": carry(spend.cells, record | {"agent": spend.agent, "session": spend.session})}


def _line(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _TITLE_MOST else first[: _TITLE_MOST - 1] + "…"


def sort_key(name: str, record: Record) -> tuple[float | str, str]:
    """What records are sorted by; the session breaks ties, so that the order is always the same."""
    if name in ("last", "start"):
        return str(record.get(name, "")), record["session"]
    if name == "tokens":
        return record.get("tokens", {}).get("total", 0), record["session"]
    value = record.get({"cost": "cost_usd", "duration": "duration_s"}.get(name, name), 0)
    return float(value), record["session"]
