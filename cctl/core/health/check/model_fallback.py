"""Model fallback: in the middle of a turn, or after the service failed, another model answers than before.

Whoever chose it himself did so at a prompt, by a command, or by a mode that has its own model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.records.schema import Record

_LATELY_MS = 120_000


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At the first sight of a response of the main thread."""
    if record.get("agent_id") or not history.fresh or not history.before:
        return ()
    if history.before.model == history.responses[-1].model:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    before, now = history.before, history.responses[-1]
    if not before or not before.model or not now.model or family(before.model) == family(now.model):
        return
    failed = bool(history.retries) and now.ms - history.retries[-1] <= _LATELY_MS
    chosen = history.chosen or history.mode_changed
    if chosen or (history.turned and not failed):
        return
    why = "after the service failed" if failed else "in the middle of a turn"
    yield Found(
        "warning",
        now.id,
        f"{now.model} answers instead of {before.model}, {why}",
        {"from": before.model, "to": now.model, "after_errors": failed, "records": [before.id, now.id]},
        "Say which model you want; work done by another may have to be looked at again.",
        src=now.src,
    )


def family(model: str) -> str:
    """The name without what does not make it another model: a date, a region, a hint at the context."""
    bare = model.partition("[")[0].rpartition("/")[2].rpartition("anthropic.")[2]
    head, _, tail = bare.rpartition("-")
    return head if head and tail.isdigit() and len(tail) == 8 else bare


CHECK = Check("model_fallback", ("spend",), judge, __doc__.partition("\n")[0], ("spend.model",), "2 responses")
