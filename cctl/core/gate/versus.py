"""The change gate: what was spent today, against the mean of the days before it.

Days on which nothing was spent are not in the mean: after a weekend every Monday would be a breach. Without a day to
compare with there is no evidence, and so no pass; nor is there one where spend says no time, which may be today's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from cctl.core.gate.tally import Tally
from cctl.core.money.exact import usd
from cctl.core.when.calendar import local, moved, next_start, start_of
from cctl.core.when.grammar import seconds
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

DAY_S: Final = 86_400
_MOST: Final = 3660


class Versus(NamedTuple):
    """What was asked."""

    edges: tuple[int, ...]  # epoch seconds: the starts of the days before, of today, and today's end
    dates: tuple[str, ...]  # what the zone's calendar calls those days
    permille: int  # of the mean, that today may reach

    @property
    def days(self) -> int:
        """How many days there are before today."""
        return len(self.edges) - 2

    @property
    def words(self) -> str:
        """As one would say it."""
        return f"{self.permille / 1000:g} × the mean of {self.days} days"


class Change(NamedTuple):
    """What was found."""

    today_nano: int
    before: tuple[int, ...]  # nano-dollars of each day with spend
    undated: int  # tellings of spend that say no time

    def allowed(self, asked: Versus) -> int:
        """Nano-dollars that today may cost."""
        return sum(self.before) * asked.permille // (1000 * len(self.before)) if self.before else 0

    def told(self) -> Record:
        """As a field of the `gate` record."""
        made: Record = {"today_usd": usd(self.today_nano), "days": len(self.before)}
        if any(self.before):
            mean = sum(self.before) / len(self.before)
            made |= {"mean_usd": usd(round(mean)), "ratio": round(self.today_nano / mean, 4)}
        return made | ({"undated": self.undated} if self.undated else {})


def versus(text: str, ratio: float, now_ms: int, zone: tzinfo) -> Versus:
    """The question, from `7d` and how many times the mean today may be."""
    days, rest = divmod(seconds(text), DAY_S)
    if rest or not 1 <= days <= _MOST:
        raise UsageError(f'--versus: "{text}" is no number of days; say 7d or 4w')
    permille = round(ratio * 1000) if 0 < ratio < 1e6 else 0
    if not permille:
        raise UsageError(f"--max-change: {ratio:g} is not how many times the mean may be reached; say 1.5")
    today = start_of("day", now_ms, zone)
    starts = [moved(today, "day", -back, zone) for back in range(int(days), -1, -1)]
    dates = tuple(local(start, zone).strftime("%Y-%m-%d") for start in starts)
    return Versus((*(start // 1000 for start in starts), next_start("day", now_ms, zone) // 1000), dates, permille)


def change(tally: Tally, asked: Versus) -> Change:
    """What the stream says of those days."""
    spent = tally.by_day(asked.edges, asked.dates)
    before = tuple(spent[start] for start in asked.edges[:-2] if start in spent)
    return Change(spent.get(asked.edges[-2], 0), before, tally.undated())


def problems(found: Change) -> Iterator[str]:
    """Why nothing can be said of it."""
    if not any(found.before):
        yield "nothing was spent on the days before, so there is nothing to compare with"
    if found.undated:
        yield f"{found.undated} tellings of spend don't say when it was"
