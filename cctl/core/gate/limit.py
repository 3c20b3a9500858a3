"""What a gate may be told to hold."""

from __future__ import annotations

from typing import Final, Literal

from cctl.core.gate.versus import Versus
from cctl.core.gate.where import Condition
from cctl.core.money.exact import nano
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.named import NamedTuple

OVER_BUDGET, BREACH, NO_EVIDENCE = (CODES[name] for name in ("over_budget", "breach", "no_evidence"))


class Limits(NamedTuple):
    """Every limit of one gate; None is none."""

    max_usd: int | None = None  # nano-dollars
    max_tokens: int | None = None
    max_errors: int | None = None
    max_turns: int | None = None
    each: bool = False  # per session instead of all together
    require_end: bool = False
    unpriced: Literal["fail", "warn"] = "fail"  # of spend without a sure price, under `max_usd`
    where: tuple[Condition, ...] = ()
    versus: Versus | None = None  # today against the days before, all sessions together

    @property
    def dollars(self) -> bool:
        """Whether any of them is in dollars."""
        return self.max_usd is not None or self.versus is not None


class Kind(NamedTuple):
    """One kind of limit, and what its figures are."""

    name: str  # field of `Limits`
    figure: str  # of `tally.Figures`
    exit: int

    @property
    def option(self) -> str:
        """The option that sets it, without its dashes."""
        return self.name.replace("_", "-")


KINDS: Final = (
    Kind("max_usd", "nano", OVER_BUDGET),
    Kind("max_tokens", "tokens", OVER_BUDGET),
    Kind("max_errors", "errors", BREACH),
    Kind("max_turns", "turns", BREACH),
)


def dollars(text: str) -> int:
    """A limit in dollars, exactly, as nano-dollars."""
    found = nano(text.strip().removeprefix("$"))
    if found is None:
        raise UsageError(f'--max-usd: "{text}" is no amount; say 5 or 0.25')
    return found
