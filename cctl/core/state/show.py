"""A standing as the `session` record that `sessions` prints and `watch` writes at each change of state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cctl.core.moment import stamp
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
    record.update(standing.texts)
    if standing.model:
        record["model"] = standing.model
    record["state"], record["since"], record["because"] = decision.state, stamp(decision.since_ms), decision.because
    if decision.weak:
        record["weak"] = True
    if decision.waiting_for:
        record["waiting_for"] = decision.waiting_for
    if conflicts:
        record["conflicts"] = list(conflicts)
    if standing.process:
        _add_process(record, standing.process)
    if standing.last_ms:
        record["last"] = stamp(standing.last_ms)
        if standing.start_ms:
            record["start"] = stamp(standing.start_ms)
            record["duration_s"] = (standing.last_ms - standing.start_ms) / 1000
    _add_work(record, standing, now_ms)
    _add_money(record, standing, now_ms)
    record.update(context(standing, compacts_at))
    if expires := cache_expires(standing):
        record["cache_expires"] = stamp(expires)
    return record


def context(standing: Standing, compacts_at: float = COMPACTS_AT) -> Record:
    """How full the context is and how far it is to the next compaction."""
    if not standing.context_tokens:
        return {"compactions": standing.compactions} if standing.compactions else {}
    held, window = standing.context_tokens, standing.window
    found: Record = {"context_tokens": held}
    if window:
        left = max(0, int(window * compacts_at) - held)
        found["context_window"] = window
        found["context_ratio"] = round(held / window, 4)
        found["compaction_tokens"] = left
        growth = held - standing.context_before
        if left == 0 or (growth > 0 and standing.context_before):
            found["compaction_turns"] = -(-left // growth) if left else 0
    if standing.compactions:
        found["compactions"] = standing.compactions
    return found


def _add_process(record: Record, data: dict[str, Any]) -> None:
    for name, key in (("pid", "pid"), ("process_start", "start")):
        if data.get(key) is not None:
            record[name] = data[key]
    if data.get("life") not in ("dead", "other"):
        record.update({key: data[key] for key in ("cpu_ratio", "rss_bytes", "processes") if data.get(key) is not None})


def _add_work(record: Record, standing: Standing, now_ms: int) -> None:
    record["turns"], record["calls"] = standing.turns, standing.calls
    record["errors"], record["edits"] = standing.errors, standing.edits
    if standing.pending:
        oldest = sorted(standing.pending.items(), key=lambda item: item[1].ms)[:SHOWN]
        record["pending"] = [_pending(call, each, now_ms) for call, each in oldest]
    if standing.tasks:
        record["background"] = [
            {"id": task, "kind": each.kind, "age_s": _age(each.ms, now_ms)}
            | ({"tool": each.tool} if each.tool else {})
            | ({"call": each.call} if each.call else {})
            for task, each in list(standing.tasks.items())[:SHOWN]
        ]
    if standing.subagents:
        record["subagents"] = _subagents(standing, now_ms)


def _pending(call: str, each: Pending, now_ms: int) -> dict[str, Any]:
    found = {"id": call, "tool": each.tool, "input": each.input, "age_s": _age(each.ms, now_ms)}
    return found | ({"agent_id": each.agent_id} if each.agent_id else {})


def _subagents(standing: Standing, now_ms: int) -> list[dict[str, Any]]:
    waiting = {each.agent_id for each in standing.pending.values()}
    found = []
    for agent_id, each in standing.subagents.items():
        busy = agent_id in waiting or agent_id in standing.tasks or now_ms - each.last_ms < ACTIVE_MS
        found.append((busy and not each.done, agent_id, each))
    found.sort(key=lambda one: (not one[0], -one[2].last_ms))
    rows = []
    for active, agent_id, each in found[:SHOWN]:
        row: dict[str, Any] = {"agent_id": agent_id, "active": active, "last": stamp(each.last_ms)}
        row["tokens"], row["cost_usd"] = each.tokens, usd(each.cost_nano)
        if each.kind:
            row["subagent"] = each.kind
        rows.append(row)
    return rows


def _add_money(record: Record, standing: Standing, now_ms: int) -> None:
    record["responses"] = standing.responses
    record["tokens"] = spent = dict(zip(CLASSES, standing.tokens, strict=True))
    spent["total"] = standing.total
    if standing.responses > standing.unpriced or not standing.responses:
        record["cost_usd"] = usd(standing.cost_nano)
    if standing.estimated:
        record["estimated"] = True
    if standing.unpriced:
        record["unpriced"] = standing.unpriced
    if burn := burn_per_h(standing, now_ms):
        record["burn_usd_per_h"] = burn


def _age(ms: int, now_ms: int) -> float:
    return max(0, now_ms - ms) / 1000


def usd(nano: int) -> float:
    """Nano-dollars as the wire has them."""
    return round(nano / 1e9, 9)
