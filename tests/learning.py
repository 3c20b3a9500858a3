"""Labels and logs for tests of learning: worlds in which a human answers, made from a seed."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from cctl.core.brain.label import Label
from cctl.core.brain.learn import Learning
from cctl.host.brain.learning import terms

TERMS = terms()
DAY = 86_400_000
START = 1_790_000_000_000
SIGN = "Bash acme status [EXEC_PROJECT]"


def label(at: int = 0, *, allow: bool = True, sign: str = SIGN, **more: Any) -> Label:
    """An answer, each in a session of its own and two a day."""
    told: dict[str, Any] = {
        "call": f"c{at}", "sign": sign, "project": "p", "session": f"s{at}", "ms": START + at * DAY // 2,
        "allow": allow,
        "weight": 1.0, "source": "dialog" if allow else "rejected",
    }  # fmt: skip
    return Label(**(told | more))


class Outcome(NamedTuple):
    """What came of a world."""

    certified: bool
    allowed: int  # calls that a certificate allowed
    wrong: float  # how many of them its human would have denied
    after: int = 0  # calls that were allowed after its human changed his mind
    wrong_after: float = 0.0
    ended: int = 0  # certificates that were taken back


class World:
    """A human, the calls an agent makes, and the loop between them: certified calls are no longer answered."""

    def __init__(
        self, seed: int, *, level: str = "T1", never: float = 0.06, mixed: float = 0.14, noise: float = 0.01
    ) -> None:
        self.random = Random(seed)
        self.level = level
        self.noise = noise
        self.drift = 0.0  # share of families of which the human comes to think otherwise half-way
        self.poison = 0.0  # share of calls that one session makes and gets approved, whatever they are
        count = 240
        self.denied: list[float] = []  # chance that the human denies a call of each family
        for _ in range(count):
            drawn = self.random.random()
            kind = 1.0 if drawn < never else self.random.uniform(0.02, 0.6) if drawn < never + mixed else 0.0
            self.denied.append(kind)
        weights = [1 / (rank + 1) ** 1.05 for rank in range(count)]
        self.random.shuffle(weights)
        self.weights = list(accumulate(weights))
        effect = "EXEC_PROJECT" if level == "T1" else "EXEC_CODE"
        self.signs = [f"Bash tool{at} [{effect}]" for at in range(count)]

    def change(self) -> None:
        """The human now denies what was always approved, for some families."""
        for family, chance in enumerate(self.denied):
            if chance == 0.0 and self.random.random() < self.drift:
                self.denied[family] = 1.0

    def run(self, calls: int, *, per_session: int = 15, per_day: int = 60) -> Outcome:
        """So many calls; audits and the answers to what isn't certified are all that is learnt."""
        learning = Learning(TERMS)
        ladder = learning.ladders[self.level]
        allowed, wrong, certified, before = 0, 0.0, False, (0, 0.0)
        for at in range(calls):
            if self.drift and at == calls // 2:
                before = allowed, wrong
                self.change()
            family = self.random.choices(range(len(self.signs)), cum_weights=self.weights)[0]
            if self.poison and self.random.random() < self.poison:
                self._poisoned(learning, at, START + at * DAY // per_day)
                continue
            ms = START + at * DAY // per_day
            chance = self.denied[family] + (1 - self.denied[family]) * self.noise
            ladder.lapse(ms)
            covered = ladder.held is not None and learning.allows(self.signs[family], "p")
            certified |= ladder.held is not None
            audit = covered and self.random.random() < float(ladder.audit_share(ms))
            if covered and not audit:
                allowed += 1
                wrong += chance
                ladder.cover(ms)
                continue
            answer = self.random.random() >= chance
            learning.feed(
                Label(f"c{at}", self.signs[family], "p", f"s{at // per_session}", ms, answer, 1.0, "dialog", audit)
            )
        return Outcome(certified, allowed, wrong, allowed - before[0], wrong - before[1], len(ladder.ended))

    def _poisoned(self, learning: Learning, at: int, ms: int) -> None:
        """One session in which everything is approved, above all what its human denies everywhere else."""
        never = [family for family, chance in enumerate(self.denied) if chance == 1.0]
        sign = self.signs[self.random.choice(never)] if never else self.signs[0]
        learning.feed(Label(f"x{at}", sign, "p", "poison", ms, True, 1.0, "dialog"))
