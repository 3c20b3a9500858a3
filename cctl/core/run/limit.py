"""Limits of one run and what is used of them: which is passed, and which comes near.

Dollars that are not exact (an estimate, a response without a price) never stop a run by themselves unless asked:
what is missing from a sum can only make it too small, so a sum past its limit is past it all the same; what is
estimated may be too large.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cctl.core.state.standing import Standing
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

NANO: Final = 1_000_000_000
WARN: Final = 0.8
SPENDING: Final = ("usd", "tokens", "turns", "responses", "calls", "context", "burn")
BURN_S: Final = 300.0  # window of the burn rate
_BURN_LEAST_S: Final = 60.0  # less says nothing: one response would be a rate
CAUSES: Final = {
    "usd": "budget",
    "tokens": "tokens",
    "turns": "turns",
    "responses": "responses",
    "calls": "calls",
    "context": "context",
    "burn": "burn",
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
    burn: float | None = None  # dollars per hour, over the last minutes
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
    guessed: bool = False  # the tokens, by the length of what a program wrote

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

    def plus(self, others: Iterable[Used]) -> Used:
        """Together with that of other sessions; the context is that of the fullest."""
        found = self
        for each in others:
            found = Used(
                found.nano + each.nano,
                found.tokens + each.tokens,
                found.turns + each.turns,
                found.responses + each.responses,
                found.calls + each.calls,
                found.unpriced + each.unpriced,
                found.estimated or each.estimated,
                max(found.context, each.context),
            )
        return found

    def amounts(self) -> dict[str, float]:
        """By the names of the limits."""
        found: dict[str, float] = {"usd": self.nano / NANO, "tokens": self.tokens, "turns": self.turns}
        found |= {"responses": self.responses, "calls": self.calls}
        return found | ({"context": round(self.context, 4)} if self.context else {})


def guessed(characters: int) -> Used:
    """What a program may have used that nothing is known of: a token for every four characters that it wrote."""
    return Used(tokens=-(-characters // 4), guessed=True)


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

    `estimates`: an estimated or guessed sum may stop it. `strict`: under a dollar limit, spend without a known price
    stops it, because then nobody can tell what it costs.
    """
    for name, limit in limits.set().items():
        amount = amounts.get(name)
        if amount is None:
            continue
        if not estimates and ((name == "usd" and now.estimated) or (name == "tokens" and now.guessed)):
            continue
        if amount >= limit if name in ("usd", "tokens", "timeout_s", "idle_s", "context") else amount > limit:
            return CAUSES[name]
    return "unpriced" if limits.usd is not None and strict and now.unpriced > 0 else ""


def forbidden(limits: Limits, amounts: dict[str, float], now: Used, *, estimates: bool = False) -> str:
    """The cause for which the next call must not be made, "" when it may.

    Each call leads to one more response, so a limit on those is reached before it is passed.
    """
    cause = passed(limits, amounts, now, estimates=estimates)
    if not cause and limits.responses is not None and now.responses >= limits.responses:
        return CAUSES["responses"]
    return cause


def said(cause: str, limits: Limits, amounts: dict[str, float]) -> str:
    """What the agent is told of it."""
    if cause == "unpriced":
        return "what this run spends has no known price, and it has a limit in dollars"
    name = next((name for name, other in CAUSES.items() if other == cause), "")
    limit, amount = getattr(limits, name, None), amounts.get(name)
    if limit is None or amount is None:
        return f"this run is at its limit ({cause})"
    if name == "usd":
        return f"the budget of this run is spent: ${amount:.4f} of ${limit:.4f}"
    return f"this run is at its limit of {name.removesuffix('_s')}: {amount:g} of {limit:g}"


class Burn:
    """Dollars per hour over the last minutes, from totals as they were seen."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []

    def rate(self, now_s: float, nano: int) -> float:
        """The rate at a moment at which so much had been spent."""
        if not self._seen or self._seen[-1][1] != nano:
            self._seen.append((now_s, nano))
        while len(self._seen) > 1 and self._seen[1][0] <= now_s - BURN_S:
            del self._seen[0]
        start, before = self._seen[0]
        elapsed = min(max(now_s - start, _BURN_LEAST_S), BURN_S)
        return (nano - before) / NANO * 3600 / elapsed


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
