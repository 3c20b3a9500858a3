"""Errors: of late far more calls fail than before.

A session that has always failed its tests is at work on them; one that starts to fail has lost its way. Refusals by a
person are decisions, not errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.records.schema import Record

_FLOOR = 0.05  # share of errors that any session has


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each result that is an error."""
    if not record.get("error"):
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    limits = terms.limits
    width = int(limits["errors_window"])
    seen = list(history.errors)
    if len(seen) < 2 * width:
        return
    now, before = seen[-width:], seen[:-width]
    ratio, usual = sum(now) / len(now), max(_FLOOR, sum(before) / len(before))
    if ratio < limits["errors_ratio"] or ratio < limits["errors_factor"] * usual:
        return
    yield Found(
        "warning",
        f"{history.epoch}:{history.turn_count}",
        f"{ratio:.0%} of the last {width} calls failed; before it was {usual:.0%}",
        {"ratio": round(ratio, 3), "usual": round(usual, 3), "records": [str(record.get("call") or "")]},
        "Look at the last errors: a missing dependency, a lost permission, a context that no longer fits.",
        ("errors_window", "errors_ratio", "errors_factor"),
        src=record.get("src"),
    )


CHECK = Check("errors", ("result",), judge, __doc__.partition("\n")[0], ("result.error",), "40 results")
