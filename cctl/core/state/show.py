"""A standing as the `session` record that `sessions` prints and `watch` writes at each change of state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.paid import CLASSES
from cctl.core.state.decide import Decision
from cctl.core.state.spent import burn_per_h, cache_expires
from cctl.core.state.standing import Pending, Standing
from cctl.records.schema import Record

COMPACTS_AT = 0.85  # share of the window at which agents compact, unless a threshold says otherwise
ACTIVE_MS = 30_000
SHOWN = 20  # pending calls, tasks and sub-agents shown


def session(
    standing: Standing,
    decision: Decision,
    now_ms: int,
    *,
    compacts_at: float = COMPACTS_AT,
    conflicts: Sequence[Record] = (),
) -> Record:
    """The full record; what is unknown is absent."""
    record: Record = {"type": "session", "v": 1, "ts": stamp(now_ms), "session": standing.id}
    record["agent"] = standing.agent or "unknown"
    record |= standing.texts
    if standing.model:
        record["model"] = standing.model
    record |= {"state": decision.state, "since": stamp(decision.since_ms), "because": decision.because}
    if decision.weak:
        record["weak"] = True
    if decision.waiting_for:
        record["waiting_for"] = decision.waiting_for
    if conflicts:
        record["conflicts"] = list(conflicts)
    record |= _process(standing) | _times(standing) | _work(standing, now_ms) | _money(standing, now_ms)
    return record | context(standing, compacts_at) | _cache(standing)


def context(standing: Standing, compacts_at: float = COMPACTS_AT) -> Record:
    """How full the context is and how far it is to the next compaction."""
    if not standing.context_tokens:
        return {"compactions": standing.compactions} if standing.compactions else {}
    found: Record = {"context_tokens": standing.context_tokens}
    if standing.window:
        left = max(0, int(standing.window * compacts_at) - standing.context_tokens)
        found |= {
            "context_window": standing.window,
            "context_ratio": round(standing.context_tokens / standing.window, 4),
        }
        found["compaction_tokens"] = left
        growth = standing.context_tokens - standing.context_before
        if left == 0 or (growth > 0 and standing.context_before):
            found["compaction_turns"] = -(-left // growth) if left else 0
    if standing.compactions:
        found["compactions"] = standing.compactions
    return found


def _process(standing: Standing) -> Record:
    data, found = standing.process, {}
    alive = data.get("life") not in ("dead", "other")
    for name, key in (("pid", "pid"), ("process_start", "start")):
        if data.get(key) is not None:
            found[name] = data[key]
    if alive:
        found |= {key: data[key] for key in ("cpu_ratio", "rss_bytes", "processes") if data.get(key) is not None}
    return found


def _times(standing: Standing) -> Record:
    if not standing.last_ms:
        return {}
    found: Record = {"last": stamp(standing.last_ms)}
    if standing.start_ms:
        found |= {"start": stamp(standing.start_ms), "duration_s": (standing.last_ms - standing.start_ms) / 1000}
    return found


def _work(standing: Standing, now_ms: int) -> Record:
    found: Record = {"turns": standing.turns, "calls": standing.calls, "errors": standing.errors}
    found["edits"] = standing.edits
    if standing.pending:
        oldest = sorted(standing.pending.items(), key=lambda item: item[1].ms)[:SHOWN]
        found["pending"] = [_pending(call, each, now_ms) for call, each in oldest]
    if standing.tasks:
        found["background"] = [
            {"id": task, "kind": each.kind, "age_s": _age(each.ms, now_ms)}
            | ({"tool": each.tool} if each.tool else {})
            | ({"call": each.call} if each.call else {})
            for task, each in list(standing.tasks.items())[:SHOWN]
        ]
    if standing.subagents:
        found["subagents"] = _subagents(standing, now_ms)
    return found


def _pending(call: str, each: Pending, now_ms: int) -> dict[str, Any]:
    found = {"id": call, "tool": each.tool, "input": each.input, "age_s": _age(each.ms, now_ms)}
    return found | ({"agent_id": each.agent_id} if each.agent_id else {})


def _subagents(standing: Standing, now_ms: int) -> list[dict[str, Any]]:
    waiting = {each.agent_id for each in standing.pending.values()}
    rows = []
    for agent_id, each in standing.subagents.items():
        busy = agent_id in waiting or agent_id in standing.tasks or now_ms - each.last_ms < ACTIVE_MS
        row: dict[str, Any] = {"agent_id": agent_id, "active": busy and not each.done, "last": stamp(each.last_ms)}
        row |= {"tokens": each.tokens, "cost_usd": usd(each.cost_nano)}
        rows.append(row | ({"subagent": each.kind} if each.kind else {}))
    rows.sort(key=lambda row: (not row["active"], -epoch_ms(row["last"])))
    return rows[:SHOWN]


def _money(standing: Standing, now_ms: int) -> Record:
    found: Record = {"responses": standing.responses}
    found["tokens"] = dict(zip(CLASSES, standing.tokens, strict=True)) | {"total": standing.total}
    if standing.responses > standing.unpriced or not standing.responses:
        found["cost_usd"] = usd(standing.cost_nano)
    if standing.estimated:
        found["estimated"] = True
    if standing.unpriced:
        found["unpriced"] = standing.unpriced
    burn = burn_per_h(standing, now_ms)
    if burn:
        found["burn_usd_per_h"] = burn
    return found


def _cache(standing: Standing) -> Record:
    expires = cache_expires(standing)
    return {"cache_expires": stamp(expires)} if expires else {}


def _age(ms: int, now_ms: int) -> float:
    return max(0, now_ms - ms) / 1000


def usd(nano: int) -> float:
    """Nano-dollars as the wire has them."""
    return round(nano / 1e9, 9)
