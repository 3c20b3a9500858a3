"""What a replay adds up to: how many decisions came out the same, and what other rules would have changed."""

from __future__ import annotations

from cctl.core.brain.replay import Replayed

_RANK = {"allow": 0, "abstain": 1, "ask": 2, "deny": 3}


class Sum:
    """Counts over a replay; with `asking`, other rules were asked about, and only another decision is a difference."""

    def __init__(self, *, asking: bool) -> None:
        self.asking = asking
        self.judged = self.differ = self.skipped = self.milder = self.stricter = self.against = 0

    def add(self, made: Replayed, answer: str) -> None:
        """One decision, and what its human had said to the call."""
        if made.now is None:
            self.skipped += 1
            return
        self.judged += 1
        self.differ += made.changed if self.asking else not made.same
        if made.changed:
            before, after = (_RANK.get(str(each.get("decision")), 2) for each in (made.then, made.now))
            self.milder += after < before
            self.stricter += after > before
            self.against += (after < before and answer == "deny") or (after > before and answer == "allow")

    @property
    def message(self) -> str:
        """For people."""
        skipped = f"; {self.skipped} can't be made again" if self.skipped else ""
        if not self.differ:
            return f"all {self.judged} are as recorded{skipped}"
        told = f"{self.differ} of {self.judged} are otherwise"
        if self.asking:
            told += f": {self.milder} milder, {self.stricter} stricter, {self.against} against what their human said"
        return told + skipped
