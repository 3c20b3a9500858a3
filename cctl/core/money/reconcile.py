"""Our sum of a session beside the agent's own, and why they differ.

Claude Code writes what it thinks a session has cost so far, by model and class of tokens. Tokens explain more than
dollars: where they agree and the dollars don't, it is the price; where only output is missing, a stream was cut and the
client guessed the rest; a fork begins with its parent's total; the call that compacts a conversation is in no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.charge import Charge
from cctl.core.money.exact import nano, usd
from cctl.core.spend.cell import CLASSES, Response
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

COUNTED: Final = (*CLASSES, "web_searches")
OUTPUT: Final = CLASSES.index("output")
_NOISE: Final = 1000  # nano-dollars: the client adds binary floats
_Counts = tuple[int, ...]


class Said(NamedTuple):
    """The agent's own total, at one moment."""

    session: str
    agent: str
    ms: int
    nano: int
    models: Mapping[str, _Counts]  # as COUNTED


class Gap(NamedTuple):
    """A part of the difference."""

    cause: str
    nano: int
    tokens: int


def said(record: Record) -> Said | None:
    """The total that a `notice` of kind `recorded_cost` tells; None for every other record."""
    data = record.get("data")
    if record.get("kind") != "recorded_cost" or not isinstance(data, dict):
        return None
    total = nano(data.get("cost_usd"))
    models = data.get("models")
    if total is None:
        return None
    known = {str(model): _counts(told) for model, told in models.items()} if isinstance(models, dict) else {}
    return Said(str(record.get("session")), str(record.get("agent")), epoch_ms(record.get("ts")), total, known)


def reconcile(
    told: Said,
    responses: Iterable[Response],
    pay: Callable[[Response], Charge],
    *,
    parent: Said | None = None,
    compactions: int = 0,
) -> Record:
    """Our sum of a session's responses up to the moment of the agent's total, and what makes the difference.

    `parent` is the last total of the session that this one was forked from, before the fork.
    """
    own: dict[str, _Counts] = {}
    cost = unpriced = 0
    for response in responses:
        if response.ms > told.ms >= 0:
            continue
        paid = pay(response)
        cost += paid.nano or 0
        unpriced += paid.nano is None
        own[response.model] = _plus(own.get(response.model), (*response[4:9], response.web))
    gaps = list(_gaps(told, own, told.nano - cost, parent, compactions, unpriced))
    record: Record = {"type": "reconciliation", "v": 1, "ts": stamp(told.ms), "session": told.session}
    record |= {"agent": told.agent, "recorded_usd": usd(told.nano), "cost_usd": usd(cost), "unpriced": unpriced}
    record["difference_usd"] = usd(told.nano - cost)
    record["causes"] = [{"cause": gap.cause, "usd": usd(gap.nano), "tokens": gap.tokens} for gap in gaps]
    return record | {"agrees": not gaps}


def _gaps(
    told: Said, own: Mapping[str, _Counts], money: int, parent: Said | None, compactions: int, unpriced: int
) -> Iterable[Gap]:
    """The causes, in the order in which they can be told apart; together they are the whole difference."""
    models = dict(told.models)
    if parent:
        yield Gap("fork", parent.nano, sum(map(_tokens, parent.models.values())))
        money -= parent.nano
        models = {model: _plus(counts, parent.models.get(model), -1) for model, counts in models.items()}
    missing: _Counts = (0,) * len(COUNTED)
    for model in sorted({*models, *own}):
        missing = _plus(missing, _plus(models.get(model), own.get(model), -1))
    if not any(missing):
        if abs(money) >= _NOISE:
            yield Gap("unpriced" if unpriced else "price", money, 0)
    elif not any(count for place, count in enumerate(missing) if place != OUTPUT):
        yield Gap("cut_stream", money, _tokens(missing))
    elif min(missing) < 0:
        yield Gap("counted_here_only", money, _tokens(missing))
    else:
        yield Gap("compaction" if compactions else "not_in_transcript", money, _tokens(missing))


def _tokens(counts: _Counts) -> int:
    return sum(counts[: len(CLASSES)])


def _plus(one: _Counts | None, other: _Counts | None, sign: int = 1) -> _Counts:
    zero = (0,) * len(COUNTED)
    return tuple(a + sign * b for a, b in zip(one or zero, other or zero, strict=True))


def _counts(told: Any) -> _Counts:
    if not isinstance(told, dict):
        return (0,) * len(COUNTED)
    tokens = told.get("tokens")
    classes = tokens if isinstance(tokens, dict) else {}
    values = [*(classes.get(name) for name in CLASSES), told.get("web_searches")]
    return tuple(value if type(value) is int and value > 0 else 0 for value in values)
