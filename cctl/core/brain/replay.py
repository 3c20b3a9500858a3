"""Replaying the log: every decision made again from what was known then, and what would be otherwise.

With the rules and tables of then, the answer is the same to the byte. With others, the replay is a question: what would
these rules have changed, and was any of it something its human had denied. What no replay can make again is taken from
the log as it was: what a memory had learnt at the time, a deadline that passed, an opinion of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.brain.memory import Found
from cctl.core.brain.write import remembered

AS_INPUT = ("deadline", "error", "llm")  # verdicts that no rule or table made
COMPARED = (
    "decision",
    "by",
    "policy",
    "reason",
    "effects",
    "trail",
    "rule",
    "certificate",
    "audit",
    "message",
    "action",
)


class Recorded:
    """A memory that answers as it did then."""

    stale = ""

    def __init__(self, verdict: Mapping[str, Any]) -> None:
        self._certificate = str(verdict.get("certificate", ""))
        self._reason = str(verdict.get("reason", ""))
        self._audit = verdict.get("audit") is True

    def look_up(self, signed: str, call: Mapping[str, object], project: str, *, attended: bool) -> Found | None:
        """What was found then."""
        if not self._certificate or not signed:
            return None
        return Found(self._certificate, self._reason, audit=self._audit)


class Replayed:
    """One decision, then and now."""

    __slots__ = ("event", "now", "skipped", "then")

    def __init__(self, event: Mapping[str, Any], now: Mapping[str, Any] | None, skipped: str = "") -> None:
        self.event = event
        self.then: Mapping[str, Any] = event.get("verdict") or {}
        self.now = now
        self.skipped = skipped

    @property
    def same(self) -> bool:
        """Whether both are the same to the byte."""
        return self.now is not None and not self.difference

    @property
    def difference(self) -> str:
        """The first field that differs, "" when none does."""
        now = self.now or {}
        return next((name for name in COMPARED if self.then.get(name) != now.get(name)), "")

    @property
    def changed(self) -> bool:
        """Whether the decision itself is another."""
        return self.now is not None and self.then.get("decision") != self.now.get("decision")


Make = Callable[[Mapping[str, Any], Recorded], Decider]


def replayed(event: Mapping[str, Any], make: Make) -> Replayed:
    """One decision made again."""
    verdict = event.get("verdict")
    if not isinstance(verdict, dict) or "trail" not in verdict or not event.get("exact"):
        return Replayed(event, None, "its text was cut or redacted in a way that matters")
    if verdict.get("by") in AS_INPUT:
        return Replayed(event, verdict, f"by {verdict['by']}: taken as it was")
    facts = event.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    return Replayed(event, make(event, Recorded(verdict)).decide(remembered_call(event), facts, remembered(facts)))


def remembered_call(event: Mapping[str, Any]) -> dict[str, Any]:
    """The call of a decision."""
    return {
        name: event.get(name) for name in ("id", "session", "agent", "tool", "input", "cwd", "mode") if name in event
    }
