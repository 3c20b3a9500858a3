"""Two sets of rules over the same calls: what changes, and whether anything that was refused would now run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.brain.decide import Decider
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve

WEIGHT = {"allow": 0, "abstain": 1, "ask": 2, "deny": 3}


class Change(NamedTuple):
    """One call that is judged otherwise."""

    call: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def loosened(self) -> bool:
        """Whether the new rules are milder."""
        after, before = WEIGHT[self.after["decision"]], WEIGHT[self.before["decision"]]
        return after < before

    @property
    def opened(self) -> bool:
        """Whether what was refused would now run."""
        return (self.before["decision"], self.after["decision"]) == ("deny", "allow")


class Comparison:
    """Both judges and what was counted so far."""

    def __init__(self, before: Decider, after: Decider) -> None:
        self._before, self._after = before, after
        self.calls = self.loosened = self.tightened = self.opened = 0

    def see(
        self, call: Mapping[str, Any], facts: Mapping[str, Any], resolve: Resolve | None, session: Mapping[str, Any]
    ) -> Change | None:
        """One call; None when nothing changes for it."""
        self.calls += 1
        before = self._before.decide(call, facts, resolve, session)
        after = self._after.decide(call, facts, resolve, session)
        if before["decision"] == after["decision"]:
            return None
        change = Change(call, before, after)
        self.loosened += change.loosened
        self.tightened += not change.loosened
        self.opened += change.opened
        return change
