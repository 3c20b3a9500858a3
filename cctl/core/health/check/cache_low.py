"""Low cache: over the last responses, little of what went in came from the cache.

The first requests of a session can't come from a cache, so a few are needed before the ratio says anything. An agent
whose provider keeps no cache at all is told apart: there is nothing to repair, only something to know.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from cctl.core.health.cached import cold, loss, missing
from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History, Response
from cctl.records.schema import Record

_ADVICE = "Something at the start of each request changes: tools, a time stamp, a reordered instruction file."
_LOOKED_AT = 20


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At the first sight of a response of the main thread."""
    if record.get("agent_id") or not history.fresh:
        return ()
    limits = terms.limits
    looked = list(history.responses)[-_LOOKED_AT:]
    if history.count <= limits["cache_responses"] or len(looked) < limits["cache_responses"]:
        return ()
    total = sum([response.prompt for response in looked])
    read = sum([response.tokens[4] for response in looked])
    if total < limits["cache_min_tokens"] or read >= limits["cache_warning_ratio"] * total:
        return ()
    return _found(history, record, terms, looked, total, read)


def _found(
    history: History, record: Record, terms: Terms, looked: Sequence[Response], total: int, read: int
) -> Iterator[Found]:
    limits = terms.limits
    cached = any(response.written or response.tokens[4] for response in looked)
    if cached and cold(looked) * 3 >= len(looked):
        return  # most of it went cold while nobody asked anything: that is told by the check of misses
    ratio = read / total
    severity = "info" if not cached else "critical" if ratio < limits["cache_critical_ratio"] else "warning"
    yield Found(
        severity,
        f"{history.epoch}:{history.model}",
        f"{ratio:.0%} of the input came from the cache" if cached else "nothing is cached",
        {"ratio": round(ratio, 4), "input_tokens": total, "read_tokens": read, "responses": len(looked)},
        _ADVICE if cached else "This provider or model caches nothing; each request pays for the whole context.",
        ("cache_critical_ratio" if severity == "critical" else "cache_warning_ratio", "cache_responses"),
        looked[0].ms,
        cost_nano=_lost(looked, terms),
        src=record.get("src"),
    )


def _lost(looked: Sequence[Response], terms: Terms) -> int:
    pairs = itertools.pairwise(looked)
    return sum(loss(now, missing(before, now), terms) for before, now in pairs)


CHECK = Check("cache_low", ("spend",), judge, __doc__.partition("\n")[0], ("spend.tokens",), "9 responses")
