"""A limit as people write it: `session=5usd`, `project=20usd/week`, `block=2Mtokens`."""

from __future__ import annotations

import re

from cctl.core.digest import digest
from cctl.core.money.exact import exact
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

SCOPES = ("session", "run", "project", "branch", "day", "week", "block")
PERIODS = ("day", "week", "block", "ever")
_OWN = {
    "day": "day",
    "week": "week",
    "block": "block",
    "session": "ever",
    "run": "ever",
    "project": "day",
    "branch": "day",
}
_AMOUNT = pattern(r"\$?([0-9.]+)\s*([kMG]?)\s*(usd|\$|dollars|tokens|tok)?", re.IGNORECASE)
_FACTOR = {"": 1, "k": 1000, "m": 1_000_000, "g": 1_000_000_000}
NANO = 1_000_000_000


class Limit(NamedTuple):
    """One limit; either dollars or tokens."""

    scope: str
    period: str  # in which the spend of the scope is added up
    nano: int = 0  # nano-dollars, 0 for none
    tokens: int = 0

    @property
    def id(self) -> str:
        """The same for the same limit everywhere."""
        return digest([*self])

    @property
    def words(self) -> str:
        """As one would say it."""
        amount = f"${self.nano / NANO:g}" if self.nano else f"{self.tokens:,} tokens"
        return f"{amount} a {self.scope}" + ("" if self.period in ("ever", self.scope) else f" and {self.period}")


def limit(text: str) -> Limit:
    """A limit from its text; what can't be read is an error of the caller."""
    scope, equals, rest = text.partition("=")
    scope = scope.strip().lower()
    if not equals or scope not in SCOPES:
        raise UsageError(f"{text!r} is no limit; say SCOPE=AMOUNT, such as session=5usd (scopes: {', '.join(SCOPES)})")
    amount, _, period = rest.partition("/")
    period = period.strip().lower() or _OWN[scope]
    if period not in PERIODS:
        raise UsageError(f"{text!r}: {period!r} is no period; one of {', '.join(PERIODS)}")
    if scope in ("day", "week", "block") and period != scope:
        raise UsageError(f"{text!r}: a {scope} has no {period}")
    found = _AMOUNT.fullmatch(amount.strip())
    number = exact(found[1]) if found else None
    if not found or number is None or number.digits == 0:
        raise UsageError(f"{text!r}: {amount.strip()!r} is no amount; say 5usd, 0.50usd, 2Mtokens")
    factor = _FACTOR[found[2].lower()]
    if (found[3] or "usd").lower().startswith("tok"):
        tokens = number.digits * factor // 10**number.places
        if not tokens:
            raise UsageError(f"{text!r}: less than a token")
        return Limit(scope, period, tokens=tokens)
    nano = number.digits * factor * NANO // 10**number.places
    if not nano:
        raise UsageError(f"{text!r}: less than a nano-dollar")
    return Limit(scope, period, nano=nano)


def of_dollars(scope: str, usd: float) -> Limit:
    """A limit in dollars, as settings have it."""
    return Limit(scope, _OWN[scope], nano=round(usd * NANO))
