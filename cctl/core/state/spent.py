"""What the responses of a session add to its standing: tokens, dollars, context, cache, burn.

Sightings of one response merge field by field to the maximum, so only the difference is added, however often a line is
read. A sub-agent's response costs its session money, but says nothing about the session's own context and cache.
"""

from __future__ import annotations

from operator import add as add_up
from operator import sub

from cctl.core.money.paid import Cost, nano, tokens
from cctl.core.state.standing import RECENT, Response, Standing, SubAgent
from cctl.records.schema import Record

BURN_MS = 300_000
HOUR_MS = 3_600_000
SHORT_S, LONG_S = 300, 3600


def add(standing: Standing, record: Record, ms: int, *, fresh: bool, window: int, cost: Cost | None = None) -> None:
    """Add a spend record; `fresh` says that its id was never seen before."""
    given = tokens(record)
    known = standing.recent.get(record.get("id", ""))
    if known is not None and known.tokens == given and known.cost_nano >= 0:
        return  # one more line of the same response
    paid = nano(record, cost, ms, given)
    agent_id = str(record.get("agent_id") or "")
    if known is None:
        if not fresh:
            return  # so old that its last sighting has long been counted
        known = Response(ms, [0, 0, 0, 0, 0], -1, agent_id)
        standing.recent[record["id"]] = known
        if len(standing.recent) > RECENT:
            del standing.recent[next(iter(standing.recent))]
        standing.responses += 1
        standing.unpriced += 1
        merged = grown = given
    else:
        merged = list(map(max, known.tokens, given))
        grown = list(map(sub, merged, known.tokens))
    more = sum(grown)
    standing.tokens = list(map(add_up, standing.tokens, grown))
    dearer = 0
    if paid >= 0:
        standing.unpriced -= known.cost_nano < 0
        dearer = max(0, paid - max(0, known.cost_nano))
        known.cost_nano = max(paid, known.cost_nano)
        standing.cost_nano += dearer
        standing.estimated |= bool(record.get("estimated"))
    known.tokens = merged
    if dearer:
        standing.burn.append((ms, dearer))
        _trim(standing, ms)
    if agent_id:
        _of_subagent(standing, agent_id, str(record.get("subagent") or ""), ms, more, dearer)
    else:
        standing.model = str(record.get("model") or standing.model)
        _context(standing, merged, ms, fresh, window)
        _cache(standing, merged, ms)


def burn_per_h(standing: Standing, now_ms: int) -> float:
    """Dollars an hour over the last minutes: by the times of the records, so the same at any cadence of looking."""
    since = now_ms - BURN_MS
    spent = sum(each for ms, each in standing.burn if since < ms <= now_ms)
    return round(spent / 1e9 * HOUR_MS / BURN_MS, 6)


def cache_expires(standing: Standing) -> int:
    """When the prompt cache goes cold, 0 when none is known."""
    return standing.cache_ms + standing.cache_s * 1000 if standing.cache_s else 0


def _context(standing: Standing, used: list[int], ms: int, fresh: bool, window: int) -> None:
    if ms < standing.compacted_ms:
        return
    held = used[0] + used[2] + used[3] + used[4]
    if not held:
        return
    if fresh:
        standing.context_before = standing.context_tokens
    standing.context_tokens = held
    known = window or standing.window
    standing.window = max(known, 1_000_000) if known and held > known else known


def _cache(standing: Standing, used: list[int], ms: int) -> None:
    _, _, short, long, read = used
    if short or long:
        standing.cache_s = SHORT_S if short else LONG_S  # both: the shorter one breaks the prefix first
    if short or long or read:
        standing.cache_s = standing.cache_s or SHORT_S
        standing.cache_ms = max(standing.cache_ms, ms)


def _of_subagent(standing: Standing, agent_id: str, kind: str, ms: int, more: int, dearer: int) -> None:
    found = standing.subagents.setdefault(agent_id, SubAgent(first_ms=ms))
    found.kind = kind or found.kind
    found.last_ms = max(found.last_ms, ms)
    found.tokens += more
    found.cost_nano += dearer


def _trim(standing: Standing, ms: int) -> None:
    if len(standing.burn) > 256 or (standing.burn and standing.burn[0][0] < ms - 2 * BURN_MS):
        standing.burn = [each for each in standing.burn if each[0] >= ms - BURN_MS][-256:]
