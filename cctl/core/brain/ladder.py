"""Certificates of one tier: looks at a fixed schedule, each spending part of the chance of being wrong.

A look counts the answers to calls that would have been allowed, taken before they were learnt from. Looking after every
answer at a fixed chance would certify by patience alone; the schedule and the shrinking chances hold the promise over
all looks together. What a certificate says: the rate of answers that differ is at most its level, for calls like these
and this human. What it doesn't: anything about whoever writes calls to get round it.
"""

from __future__ import annotations

from fractions import Fraction

from cctl.core.brain.bound import holds, upper
from cctl.core.brain.terms import Terms
from cctl.core.digest import digest
from cctl.records.named import NamedTuple

DAY_MS = 86_400_000


class Trial(NamedTuple):
    """One answer to a call that would have been allowed."""

    session: str
    project: str
    ms: int
    error: bool
    audit: bool


class Certificate(NamedTuple):
    """A bound that holds, and what it rests on."""

    tier: str
    level: Fraction  # the rate that is not exceeded
    upper: Fraction  # the smallest rate that could have been certified
    answers: int
    errors: int
    look: int
    chance: Fraction  # of being wrong, spent at this look
    since_ms: int
    made_ms: int
    epoch: int

    @property
    def id(self) -> str:
        """Computed from its content."""
        return "cert-" + digest([str(part) for part in self])


class Ladder:
    """The looks of one tier, and the certificate that holds."""

    def __init__(self, tier: str, terms: Terms) -> None:
        self.tier, self._terms = tier, terms
        self.level = terms.tier_levels[tier.partition(" ")[0]]  # a model's ladder is named `T1 MODEL`
        self.held: Certificate | None = None
        self.made: list[Certificate] = []
        self.ended: list[tuple[int, str]] = []  # when and why certificates were taken back
        self.epoch = 0
        self.answers = self.errors = 0
        self._begin()

    def _begin(self) -> None:
        self.epoch += 1
        self.answers = self.errors = self._look = self.since_ms = self.covered = 0
        self._sessions: dict[str, int] = {}
        self._audits: list[bool] = []
        self._bet = Fraction(1)
        self.held = None

    @property
    def next_look(self) -> int:
        """How many answers the next look needs."""
        return self._terms.look_at(self._look + 1)

    def add(self, trial: Trial) -> None:
        """One answer; an approval of a session that has given its share is passed over, a denial never is."""
        share = self._sessions.get(trial.session, 0)
        if not trial.error and share >= self._terms.session_share * self.next_look:
            return
        self._sessions[trial.session] = share + 1
        self.since_ms = self.since_ms or trial.ms
        self.answers += 1
        self.errors += trial.error
        if (trial.audit or trial.error) and self._suspended(trial):
            return
        if self.answers == self.next_look:
            self._look += 1
            self._certify(trial.ms)

    def cover(self, ms: int) -> None:
        """One call that was allowed by the certificate."""
        self.covered += 1
        if self.held is not None and self.covered > self._terms.hold_calls:
            self._end(ms, f"{self.covered - 1} calls were allowed by it")

    def lapse(self, now_ms: int) -> None:
        """Let a certificate go that has held its time."""
        if self.held is not None and now_ms >= self.until_ms:
            self._end(now_ms, f"it is {self._terms.hold_days} days old")

    @property
    def until_ms(self) -> int:
        """When the certificate lapses by itself."""
        return self.held.made_ms + self._terms.hold_days * DAY_MS if self.held else 0

    def audit_share(self, now_ms: int) -> Fraction:
        """The share of its allows that are asked all the same."""
        first = self._first_ms()
        fresh = not first or now_ms - first < self._terms.audit_first_days * DAY_MS
        return self._terms.audit_first if fresh else self._terms.audit_later

    def _first_ms(self) -> int:
        return next((each.made_ms for each in self.made if each.epoch == self.epoch), 0)

    def _certify(self, ms: int) -> None:
        """A look: the best level that holds, if the tier's own does."""
        chance = self._terms.chance(self._look)
        passed = [level for level in self._terms.levels if holds(self.errors, self.answers, level, chance)]
        if not passed or min(passed) > self.level:
            return
        bound = upper(self.errors, self.answers, chance)
        self.held = Certificate(
            self.tier, min(passed), bound, self.answers, self.errors, self._look, chance, self.since_ms, ms, self.epoch
        )
        self.covered = 0
        self.made.append(self.held)

    def _suspended(self, trial: Trial) -> bool:
        """Whether an audit, or a no that nobody asked for, ends the certificate: two denials close together, or a bet
        against it that has won.
        """
        if self.held is None:
            return False
        self._audits = [*self._audits[1 - self._terms.audit_window :], trial.error]
        doubt, level = min(3 * self.level, Fraction(1, 2)), self.level
        self._bet *= doubt / level if trial.error else (1 - doubt) / (1 - level)
        if sum(self._audits) >= self._terms.audit_denials:
            self._restart(trial.ms, f"{sum(self._audits)} of {len(self._audits)} audits were denied")
        elif self._bet > self._terms.alarm:
            self._restart(trial.ms, "its audits say that the bound no longer holds")
        else:
            return False
        return True

    def _end(self, ms: int, why: str) -> None:
        self.ended.append((ms, why))
        self.held = None

    def _restart(self, ms: int, why: str) -> None:
        """What was believed was wrong: everything counted so far is void."""
        self.ended.append((ms, why))
        self._begin()
