"""What was spent on one scope in one period: each response once, however often it is told of."""

from __future__ import annotations

from collections import deque

from cctl.records.named import NamedTuple

RATE_MS = 900_000  # over which the rate is measured
RECENT = 256


class Paid(NamedTuple):
    """One response as far as a budget is concerned."""

    id: str
    ms: int
    nano: int  # -1: no known price
    tokens: int
    guess: bool = False  # tokens or price are an estimate


class Account:
    """A running sum."""

    __slots__ = ("_known", "_rate", "nano", "sure_nano", "tokens", "unpriced")

    def __init__(self) -> None:
        self.nano = self.sure_nano = self.tokens = self.unpriced = 0
        self._known: dict[str, Paid] = {}
        self._rate: deque[tuple[int, int, int]] = deque(maxlen=RECENT)

    def add(self, paid: Paid) -> bool:
        """Add a response; a later sighting adds only what it has more. False when it adds nothing."""
        known = self._known.get(paid.id)
        if known is None:
            self.unpriced += paid.nano < 0
            more, tokens = max(0, paid.nano), paid.tokens
            merged = paid
        else:
            more, tokens = max(0, paid.nano) - max(0, known.nano), paid.tokens - known.tokens
            more, tokens = max(0, more), max(0, tokens)
            self.unpriced -= known.nano < 0 <= paid.nano
            merged = Paid(
                paid.id, known.ms, max(known.nano, paid.nano), known.tokens + tokens, known.guess or paid.guess
            )
        if known == merged:
            return False
        self._known[paid.id] = merged
        self.nano += more
        self.tokens += tokens
        if not merged.guess:
            self.sure_nano += more
        if more or tokens:
            self._rate.append((paid.ms, more, tokens))
        return True

    def rates(self, now_ms: int) -> tuple[float, float]:
        """Nano-dollars and tokens a millisecond, over the last minutes."""
        lately = [(nano, tokens) for ms, nano, tokens in self._rate if now_ms - RATE_MS < ms <= now_ms]
        return sum(nano for nano, _ in lately) / RATE_MS, sum(tokens for _, tokens in lately) / RATE_MS

    @property
    def guessed(self) -> bool:
        """Whether part of it is an estimate."""
        return self.sure_nano != self.nano

    @property
    def count(self) -> int:
        """Responses."""
        return len(self._known)
