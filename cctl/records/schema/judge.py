"""What was found: findings of `health`, `conflicts` and `budget`, and how a budget stands.

A finding's `id` is computed from what it says about whom, so that a filter run twice, or two filters on one stream,
add nothing: whoever acts on findings acts once.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base, OfSession

Severity = Literal["info", "warning", "critical"]


class Finding(OfSession):
    """One observation about a session, with its evidence."""

    id: Annotated[str, "computed from check, session and cause: the same finding has the same id everywhere"]
    check: Annotated[str, "`loop`, `stall`, `cost_spike`, `context`, `conflict`, `budget` …"]
    severity: Annotated[Severity, "how bad"]
    message: Annotated[str, "one line for people; not stable"]
    since: NotRequired[Annotated[str, "when what was found began"]]
    evidence: Annotated[dict[str, Any], "numbers, and `records`: the ids of the records that show it"]
    advice: NotRequired[Annotated[str, "what usually helps"]]
    thresholds: NotRequired[Annotated[dict[str, float], "the thresholds that were passed, by name"]]
    cost_usd: NotRequired[Annotated[float, "dollars that it cost, where that can be said; part of known spend"]]
    weak: NotRequired[Annotated[bool, "true if the evidence allows to notify, never to act"]]


class Budget(Base):
    """How a budget stands."""

    id: Annotated[str, "computed from scope, key, period and limit"]
    scope: Annotated[Literal["session", "run", "project", "branch", "day", "week", "block"], "what the limit is set on"]
    key: Annotated[str, "which session, project …; the local date or the start of the block for periods"]
    limit_usd: NotRequired[Annotated[float, "limit in dollars"]]
    limit_tokens: NotRequired[Annotated[int, "limit in tokens"]]
    spent_usd: Annotated[float, "dollars known to be spent, sub-agents included"]
    spent_tokens: Annotated[int, "tokens spent"]
    ratio: Annotated[float, "share of the limit that is spent"]
    mark: Annotated[Literal["ok", "warned", "breached"], "which mark it has passed"]
    hard: Annotated[bool, "true if the breach may stop the session: spend that is neither estimated nor unpriced"]
    estimated: NotRequired[Annotated[bool, "true if part of the spend is an estimate"]]
    unpriced: NotRequired[Annotated[int, "responses without a known price: they are not in `spent_usd`"]]
    burn_usd_per_h: NotRequired[Annotated[float, "dollars an hour, over the last minutes"]]
    reserved_usd: NotRequired[Annotated[float, "dollars that running runs have reserved of it and not yet spent"]]
    breaks: NotRequired[Annotated[str, "when it breaks at this rate, what is reserved counted as spent"]]
    session: NotRequired[Annotated[str, "the session whose spend passed the mark"]]


RECORDS = {"finding": Finding, "budget": Budget}
