"""What a run may use and what it has used: looked at by its keeper at each tick and before each call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from cctl.core.digest import digest
from cctl.core.run.limit import Burn, Used, forbidden, guessed, passed, said, warnings
from cctl.host.run import evidence
from cctl.host.run.family import Family
from cctl.host.run.plan import Plan
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.run.follow import Follow


class Shared(Protocol):
    """Limits that other runs share."""

    def begin(self) -> str:
        """Reserve what is needed to start; why it may not start, "" when it may."""
        ...

    def spent(self, nano: int) -> str:
        """So much is spent by now; why nothing more may be, "" while something may."""
        ...

    def end(self) -> None:
        """Give back what is left."""
        ...


class Bounds:
    """The limits of one run."""

    def __init__(self, plan: Plan, follow: Follow | None, family: Family, shared: Shared | None = None) -> None:
        self._plan, self._follow, self._family, self._shared = plan, follow, family, shared
        self.full = ""  # why a limit that others share leaves no room
        self._told = self.written = 0  # what they know of our spend; bytes that the command wrote
        self._burn = Burn()
        self._said: set[str] = set()
        self.start = self.active = time.monotonic()

    def begin(self) -> str:
        """Why it may not start, "" when it may."""
        self.full = self._shared.begin() if self._shared else ""
        return self.full

    def end(self) -> None:
        """It has ended: what is reserved for it is free again."""
        if self._shared:
            self._shared.end()

    def amounts(self) -> tuple[Used, dict[str, float]]:
        """What was used, altogether and by limit."""
        moment = time.monotonic()
        used = self._follow.used() if self._follow else guessed(self.written) if self._plan.guess else Used()
        amounts: dict[str, float] = {"tokens": used.tokens} if self._plan.guess else {}
        if self._follow:
            amounts = used.amounts()
            amounts["burn"] = round(self._burn.rate(moment, used.nano), 6)
        amounts |= {"timeout_s": round(moment - self.start, 3), "idle_s": round(moment - self.active, 3)}
        return used, amounts | {"rss_bytes": self._family.rss_bytes}

    def usage(self) -> Record:
        """The same as fields of the run's record."""
        return evidence.of_usage(self._plan.limits, self._follow, *self.amounts())

    def passed(self) -> str:
        """The limit that is passed, "" while none is."""
        used, amounts = self.amounts()
        if self._shared and used.nano != self._told:
            self._told = used.nano
            self.full = self._shared.spent(used.nano)
        return "budget" if self.full else passed(self._plan.limits, amounts, used, estimates=self._plan.estimates)

    def barred(self) -> str:
        """The limit because of which the next call must not be made."""
        used, amounts = self.amounts()
        return self.passed() or forbidden(self._plan.limits, amounts, used, estimates=self._plan.estimates)

    def why(self, cause: str) -> str:
        """What the agent is told of a limit."""
        if self.full:
            return f"cctl: {self.full}"
        return f"cctl: {said(cause, self._plan.limits, self.amounts()[1])}"

    def warnings(self, session: str, ts: str) -> list[Record]:
        """A finding for each share of a limit that is newly reached; findings are of a session."""
        found: list[Record] = []
        if not session:
            return found
        _, amounts = self.amounts()
        for text in warnings(self._plan.limits, amounts, self._plan.warn, self._said):
            record: Record = {"type": "finding", "v": 1, "ts": ts, "session": session}
            record |= {"agent": self._plan.command.agent} if self._plan.command.agent else {}
            record |= {"check": "budget", "id": digest([self._plan.run, text]), "severity": "warning"}
            found.append(record | {"message": text, "evidence": {"run": self._plan.run, **amounts}})
        return found
