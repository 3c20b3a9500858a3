"""Decay: one score of how much a long session has worn, from its context, errors, efficiency and re-reading.

The parts stand in the evidence: a score alone helps nobody. Each part is bounded, so none can raise an alarm by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import SEVERITIES, Found
from cctl.core.health.history import History
from cctl.records.schema import Record

_ADVICE = "Compact with words of your own, or go on in a fresh session with a summary."
_EDITS = 8
_ERRORS = 30


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each response of the main thread."""
    if record.get("agent_id") or not history.window or not history.fresh:
        return ()
    if 100 * history.prompt <= 40 * history.window and len(history.errors) < _ERRORS and history.reread < 2:
        return ()  # one part at most
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    parts = score(history)
    total = sum(parts.values())
    if sum(part > 0 for part in parts.values()) < 2:
        return  # one cause alone has its own check
    for severity in reversed(SEVERITIES):
        name = f"decay_{severity}"
        if total >= terms.limits[name]:
            evidence = {"score": round(total, 1), "parts": {key: round(value, 1) for key, value in parts.items()}}
            text = f"worn: {total:.0f} of 100 points"
            yield Found(severity, f"{history.epoch}", text, evidence, _ADVICE, (name,), src=record.get("src"))
            return


def score(history: History) -> dict[str, float]:
    """The parts of the score; together at most 100."""
    full = 100 * history.prompt / history.window if history.window else 0.0
    return {
        "context": min(1.0, max(0.0, (full - 40) / 60)) * 40,
        "errors": min(1.0, max(0.0, _errors(history) - 2)) * 25,
        "efficiency": min(1.0, max(0.0, _effort(history) - 1.5)) * 20,
        "rereading": min((history.reread - 1) / 4, 1.0) * 15 if history.reread >= 2 else 0.0,
    }


def _errors(history: History) -> float:
    seen = list(history.errors)
    if len(seen) < _ERRORS:
        return 0.0
    before, now = seen[:-10], seen[-10:]
    usual = max(0.05, sum(before) / len(before))
    return sum(now) / len(now) / usual if sum(now) >= 4 else 0.0


def _effort(history: History) -> float:
    """New tokens for an edit, of late against at first."""
    spent = history.edit_tokens
    if len(spent) < _EDITS:
        return 0.0
    first, last = spent[:5], spent[-min(5, len(spent) - 5) :]
    usual = sorted(first)[2]  # the middle one: the very first edit pays for the whole prompt
    return sum(last) / len(last) / usual if usual >= 100 else 0.0


CHECK = Check("decay", ("spend",), judge, __doc__.partition("\n")[0], ("spend.tokens", "the model's window"), "")
