"""When to leave a model's server alone: three failures within a minute, and it isn't asked for two."""

from __future__ import annotations

FAILURES, WITHIN_MS, CLOSED_MS = 3, 60_000, 120_000


class Breaker:
    """Remembers failures; after the pause one question is let through, and its end decides."""

    def __init__(self, failures: list[int] | None = None) -> None:
        self.failures = list(failures or ())  # when they were

    def open(self, now_ms: int) -> bool:
        """Whether the server may be asked."""
        recent = self.failures[-FAILURES:]
        tripped = len(recent) == FAILURES and recent[-1] - recent[0] <= WITHIN_MS
        return not tripped or now_ms - recent[-1] >= CLOSED_MS

    def failed(self, now_ms: int) -> None:
        """One more failure."""
        self.failures = [*self.failures[1 - FAILURES :], now_ms]
        if len(self.failures) == FAILURES and self.failures[-1] - self.failures[0] > WITHIN_MS:
            self.failures = self.failures[1:]

    def worked(self) -> None:
        """An answer: everything is well again."""
        self.failures = []
