"""Context: how full it is, and how few responses are left until the agent compacts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.core.health.threshold import Limits
from cctl.records.schema import Record

_NEAR = 0.6  # of the warning's share, from which the next compaction is worth a word
_ADVICE = "Compact now with words of your own, or hand over to a fresh session, before the agent cuts by itself."


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each response of the main thread."""
    if record.get("agent_id") or not history.window or not history.prompt:
        return ()
    ratio, limits = history.prompt / history.window, terms.limits
    if ratio < limits["context_critical_ratio"] and ratio < limits["context_warning_ratio"] * _NEAR:
        return ()
    return _found(history, record, ratio, limits)


def _found(history: History, record: Record, ratio: float, limits: Limits) -> Iterator[Found]:
    left = max(0.0, limits["compaction_ratio"] * history.window - history.prompt)
    growth = _growth(history)
    turns = -(-left // growth) if growth > 0 else None
    evidence: dict[str, Any] = {"ratio": round(ratio, 4), "context_tokens": history.prompt, "window": history.window}
    evidence |= {"compaction_tokens": int(left), "records": [str(record.get("id") or "")]}
    if turns is not None:
        evidence["compaction_turns"] = int(turns)
    for severity in ("critical", "warning"):
        name = f"context_{severity}_ratio"
        if ratio >= limits[name]:
            text = f"the context is {ratio:.0%} full"
            yield Found(severity, f"{history.epoch}", text, evidence, _ADVICE, (name,), src=record.get("src"))
            return
    if turns is not None and 0 < turns <= limits["context_turns"] and ratio >= limits["context_warning_ratio"] * _NEAR:
        text = f"about {turns:.0f} responses to the next compaction"
        yield Found(
            "info",
            f"{history.epoch}",
            text,
            evidence,
            _ADVICE,
            ("context_turns", "compaction_ratio"),
            src=record.get("src"),
        )


def _growth(history: History) -> int:
    """Tokens that a response adds: the smaller of the last two, because one large file is no trend."""
    prompts = [response.prompt for response in list(history.responses)[-3:]]
    return min((after - before for before, after in pairwise(prompts)), default=0) if len(prompts) == 3 else 0


CHECK = Check(
    "context", ("spend",), judge, __doc__.partition("\n")[0], ("spend.tokens", "the model's window"), "1 response"
)
