"""What a run may use and what it has used: looked at by its keeper at each tick and before each call."""

from __future__ import annotations

import time

from cctl.core.digest import digest
from cctl.core.run.limit import Burn, Used, forbidden, passed, said, warnings
from cctl.host.run import evidence
from cctl.host.run.family import Family
from cctl.host.run.follow import Follow
from cctl.host.run.plan import Plan
from cctl.records.schema import Record


class Bounds:
    """The limits of one run."""

    def __init__(self, plan: Plan, follow: Follow | None, family: Family) -> None:
        self._plan, self._follow, self._family = plan, follow, family
        self._burn = Burn()
        self._said: set[str] = set()
        self.start = self.active = time.monotonic()

    def amounts(self) -> tuple[Used, dict[str, float]]:
        """What was used, altogether and by limit."""
        moment = time.monotonic()
        used = self._follow.used() if self._follow else Used()
        amounts = used.amounts() if self._follow else {}
        if self._follow:
            amounts["burn"] = round(self._burn.rate(moment, used.nano), 6)
        amounts |= {"timeout_s": round(moment - self.start, 3), "idle_s": round(moment - self.active, 3)}
        return used, amounts | {"rss_bytes": self._family.rss_bytes}

    def usage(self) -> Record:
        """The same as fields of the run's record."""
        return evidence.of_usage(self._plan.limits, self._follow, *self.amounts())

    def passed(self) -> str:
        """The limit that is passed, "" while none is."""
        used, amounts = self.amounts()
        return passed(self._plan.limits, amounts, used, estimates=self._plan.estimates)

    def barred(self) -> str:
        """The limit because of which the next call must not be made."""
        used, amounts = self.amounts()
        return forbidden(self._plan.limits, amounts, used, estimates=self._plan.estimates)

    def why(self, cause: str) -> str:
        """What the agent is told of a limit."""
        return f"cctl: {said(cause, self._plan.limits, self.amounts()[1])}"

    def warnings(self, session: str, ts: str) -> list[Record]:
        """A finding for each share of a limit that is newly reached."""
        found = []
        _, amounts = self.amounts()
        for text in warnings(self._plan.limits, amounts, self._plan.warn, self._said):
            record: Record = {"type": "finding", "v": 1, "ts": ts, "session": session}
            record |= {"agent": self._plan.command.agent} if self._plan.command.agent else {}
            record |= {"check": "budget", "id": digest([self._plan.run, text]), "severity": "warning"}
            found.append(record | {"message": text, "evidence": {"run": self._plan.run, **amounts}})
        return found
