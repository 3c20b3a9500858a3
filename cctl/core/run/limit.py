"""Limits of one run and what is used of them: which is passed, and which comes near.

Dollars that are not exact (an estimate, a response without a price) never stop a run by themselves unless asked:
what is missing from a sum can only make it too small, so a sum past its limit is past it all the same; what is
estimated may be too large.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cctl.core.state.standing import Standing
from cctl.records.schema import Record

NANO: Final = 1_000_000_000
WARN: Final = 0.8
SPENDING: Final = ("usd", "tokens", "turns", "responses", "calls", "context")
CAUSES: Final = {
    "usd": "budget",
    "tokens": "tokens",
    "turns": "turns",
    "responses": "responses",
    "calls": "calls",
    "context": "context",
    "timeout_s": "timeout",
    "idle_s": "idle",
    "rss_bytes": "memory",
}
EXITS: Final = {"budget": 11, "tokens": 11, "unpriced": 11, "timeout": 124, "idle": 124, "user": 130, "signal": 143}
OTHER: Final = 10  # any other limit


class Limits(NamedTuple):
    """What a run may use; None for no limit."""

    usd: float | None = None
    tokens: int | None = None
    turns: int | None = None
    responses: int | None = None
    calls: int | None = None
    context: float | None = None  # share of the model's context
    timeout_s: float | None = None
    idle_s: float | None = None
    rss_bytes: int | None = None

    def set(self) -> dict[str, float]:
        """Those that are set."""
        return {name: value for name, value in self._asdict().items() if value is not None}

    def spending(self) -> bool:
        """Whether any of them needs to know what an agent does."""
        return any(getattr(self, name) is not None for name in SPENDING)


class Used(NamedTuple):
    """What was used since the run began."""

    nano: int = 0
    tokens: int = 0
    turns: int = 0
    responses: int = 0
    calls: int = 0
    unpriced: int = 0
    estimated: bool = False
    context: float = 0.0

    def since(self, before: Used) -> Used:
        """Without what there was before: a session that goes on does not pay for its past."""
        return Used(
            self.nano - before.nano,
            self.tokens - before.tokens,
            self.turns - before.turns,
            self.responses - before.responses,
            self.calls - before.calls,
            self.unpriced - before.unpriced,
            self.estimated,
            self.context,
        )

    def amounts(self) -> dict[str, float]:
        """By the names of the limits."""
        found: dict[str, float] = {"usd": self.nano / NANO, "tokens": self.tokens, "turns": self.turns}
        found |= {"responses": self.responses, "calls": self.calls}
        return found | ({"context": round(self.context, 4)} if self.context else {})


def used(standing: Standing | None) -> Used:
    """What a session has used altogether."""
    if standing is None:
        return Used()
    context = standing.context_tokens / standing.window if standing.window else 0.0
    return Used(
        standing.cost_nano,
        standing.total,
        standing.turns,
        standing.responses,
        standing.calls,
        standing.unpriced,
        standing.estimated,
        context,
    )


def passed(
    limits: Limits, amounts: dict[str, float], now: Used, *, estimates: bool = False, strict: bool = True
) -> str:
    """The cause for which the run must end, "" while it may go on.

    `estimates`: an estimated sum may stop it. `strict`: under a dollar limit, spend without a known price stops it,
    because then nobody can tell what it costs.
    """
    for name, limit in limits.set().items():
        amount = amounts.get(name)
        if amount is None:
            continue
        if name == "usd" and now.estimated and not estimates:
            continue
        if amount >= limit if name in ("usd", "tokens", "timeout_s", "idle_s", "context") else amount > limit:
            return CAUSES[name]
    return "unpriced" if limits.usd is not None and strict and now.unpriced > 0 else ""


def warnings(limits: Limits, amounts: dict[str, float], shares: list[float], said: set[str]) -> list[str]:
    """One sentence for every share of a limit that is newly reached."""
    told = []
    for name, limit in limits.set().items():
        amount = amounts.get(name, 0.0)
        for share in shares:
            key = f"{name} {share}"
            if name != "idle_s" and limit > 0 and amount >= share * limit and key not in said:
                said.add(key)
                told.append(f"{share:.0%} of its {name} are used: {amount:g} of {limit:g}")
    return told


def status(cause: str) -> int:
    """The exit status of `cctl run` for a cause that isn't the child itself."""
    return EXITS.get(cause, OTHER)


def usage(limits: Limits, now: Used, amounts: dict[str, float], tokens: dict[str, int]) -> Record:
    """What was used, as fields of the `run` record."""
    found: Record = {"used": {name: amounts[name] for name in limits.set() if name in amounts}}
    if now.responses > now.unpriced or not now.responses:
        found["cost_usd"] = round(now.nano / NANO, 9)
    found |= {"responses": now.responses, "tokens": tokens}
    if now.estimated:
        found["estimated"] = True
    return found | ({"unpriced": now.unpriced} if now.unpriced else {})
