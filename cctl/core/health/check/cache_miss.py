"""Cache miss: what had been cached was written again, after a pause that the cache did not outlive, or with no pause.

A pause is a habit to know of; a break without one means that the start of the request changed, and costs at each turn.
Compaction, a prompt that chose another model and the first response rebuild the cache by intention.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from cctl.core.health.cached import lifetime_s, loss, missing
from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History, Response
from cctl.records.schema import Record

_PAUSE = "Answer within the cache's lifetime, or start a fresh session instead of waking a large one."
_BREAK = "Something at the start of the request changed: tools, instructions, a plug-in's text, the model."
_LOOKED_AT = 10


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At the first sight of a response of the main thread."""
    if record.get("agent_id") or not history.fresh or not history.before or history.compacted:
        return ()
    if not _broken(history.before, history.responses[-1], terms):
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    before, now = history.before, history.responses[-1]
    if before is None or not (lost := _broken(before, now, terms)):
        return
    pause_s = (now.ms - before.ms) / 1000
    spent = loss(now, lost, terms)
    limit = lifetime_s(list(history.responses)[:-1])
    evidence = {"tokens": lost, "pause_s": round(pause_s, 1), "lifetime_s": limit, "records": [before.id, now.id]}
    limits = ("cache_break_tokens", "cache_break_ratio")
    if pause_s > limit:
        text = f"the cache went cold in a pause of {pause_s / 60:.0f} minutes: {lost:,} tokens were written again"
        yield Found("info", now.id, text, {"kind": "expiry"} | evidence, _PAUSE, limits, cost_nano=spent, src=now.src)
        return
    if before.model != now.model:
        text = f"another model has its own cache: {lost:,} tokens were written again"
        yield Found("info", now.id, text, {"kind": "model"} | evidence, "", limits, cost_nano=spent, src=now.src)
        return
    breaks = _breaks(history, terms)
    thrash = breaks >= terms.limits["cache_thrash"]
    text = f"the cache broke without a pause: {lost:,} tokens were written again"
    yield Found(
        "critical" if thrash and breaks >= 2 * terms.limits["cache_thrash"] else "warning",
        now.id if not thrash else f"thrash:{history.epoch}",
        f"{text}, {breaks} times in {_LOOKED_AT} responses" if thrash else text,
        {"kind": "thrash" if thrash else "break", "breaks": breaks} | evidence,
        _BREAK,
        (*limits, "cache_thrash") if thrash else limits,
        cost_nano=spent,
        src=now.src,
    )


def _broken(before: Response, now: Response, terms: Terms) -> int:
    """Tokens that the cache should have given and did not, if they are enough to speak of."""
    lost = missing(before, now)
    if lost < terms.limits["cache_break_tokens"] or lost < terms.limits["cache_break_ratio"] * before.prompt:
        return 0
    was_cached = before.written or before.tokens[4]
    return lost if was_cached and (now.written or now.tokens[4]) else 0


def _breaks(history: History, terms: Terms) -> int:
    looked = list(history.responses)[-_LOOKED_AT - 1 :]
    limit = lifetime_s(looked) * 1000
    pairs = itertools.pairwise(looked)
    return sum(now.ms - before.ms <= limit and _broken(before, now, terms) > 0 for before, now in pairs)


CHECK = Check("cache_miss", ("spend",), judge, __doc__.partition("\n")[0], ("spend.tokens",), "2 responses")
