"""The filter: spend goes onto the accounts that limits are set on, and a mark that is passed is told once.

At a share of the limit it warns; past it, it is breached. A breach is *hard*, and may stop a session, only by spend
that is sure: what is estimated, or has no known price, says so and stops nothing unless that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import Any

from cctl.core.budget.account import Account, Paid
from cctl.core.budget.limit import NANO, Limit
from cctl.core.budget.standing import FAR_MS, Standing, forecast
from cctl.core.digest import digest
from cctl.core.health.finding import Found, record
from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.paid import Cost, nano, tokens
from cctl.core.state.seen import Seen
from cctl.core.stats.block import BLOCK_S, HOUR_S
from cctl.core.when.calendar import Unit, local, next_start, start_of
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

# What else was spent: (limit, key, first ms of the period, first ms after it) → responses.
Past = Callable[[Limit, str, int, int], Iterable[Paid]]
# What running runs have reserved of it and not yet spent: (scope, key) → nano-dollars.
Reserved = Callable[[str, str], int]


class Terms(NamedTuple):
    """How budgets are judged."""

    warn_ratio: float = 0.8
    enforce: bool = False  # estimates and unpriced spend may stop a session
    week_start: int = 0
    cost: Cost | None = None
    past: Past = lambda limit, key, since_ms, until_ms: ()
    reserved: Reserved = lambda scope, key: 0


class Budgets:
    """All limits over a stream."""

    def __init__(self, limits: Sequence[Limit], zone: tzinfo, terms: Terms | None = None) -> None:
        self._limits, self._zone, self._terms = tuple(limits), zone, terms or Terms()
        self._accounts: dict[tuple[Limit, str], Standing] = {}
        self._marks: dict[tuple[Limit, str], tuple[str, bool]] = {}  # the last that was told, and whether it was hard
        self._blocks: dict[str, int] = {}
        self._periods: dict[str, tuple[int, int, str]] = {}  # the one that the last response lay in
        self._said = Seen()
        self._now_ms = 0
        self._nameless = 0
        self.changed: dict[tuple[Limit, str], Standing] = {}  # since whoever keeps them last looked
        self.breached = self.warned = False

    def feed(self, given: Record) -> list[Record] | None:
        """What takes the record's place: None for itself alone, else it and what is told; nothing for a repeat."""
        kind = given.get("type")
        if kind in ("budget", "finding"):
            return self._known(given)
        ms = epoch_ms(given.get("ts"))
        self._now_ms = max(self._now_ms, ms if kind != "end" else 0)
        if kind != "spend":
            return None
        spent = tokens(given)
        price = nano(given, self._terms.cost, max(0, ms), spent)
        ms = self._now_ms if ms < 0 else ms  # what says no time was spent when it came
        self._nameless += not given.get("id")
        id = str(given.get("id") or f"#{self._nameless}")  # what has no id can't be known again, so it counts
        paid = Paid(id, ms, price, sum(spent), bool(given.get("estimated")))
        told: list[Record] = []
        for limit in self._limits:
            place = self._place(limit, given, ms)
            if place is not None:
                told += self._add(limit, *place, paid, given)
        return [given, *told] if told else None

    def finish(self) -> Iterator[Record]:
        """How every limit stands at the end."""
        for standing in self._accounts.values():
            made = self._record(standing, self._mark(standing), "")
            made["id"] = digest(["standing", *made["id"], made["spent_usd"], made["spent_tokens"]])
            if self._said.add(made["id"]):
                yield made

    def standings(self) -> list[Standing]:
        """Every limit and what was spent against it."""
        return list(self._accounts.values())

    def stops(self, standing: Standing) -> bool:
        """Whether it is breached by spend that may stop a session."""
        return self._mark(standing) == "breached" and self.hard(standing)

    def record(self, standing: Standing) -> Record:
        """How a limit stands, as a record."""
        return self._record(standing, self._mark(standing), "")

    def hard(self, standing: Standing) -> bool:
        """Whether the mark rests on spend that is sure, or estimates count as much."""
        limit, account = standing.limit, standing.account
        if limit.tokens or self._terms.enforce:
            return True
        passed = 1.0 if account.nano >= limit.nano else self._terms.warn_ratio
        return account.sure_nano >= passed * limit.nano

    # -- accounts

    def _place(self, limit: Limit, given: Record, ms: int) -> tuple[str, tuple[int, int]] | None:
        """Which account a response of this limit's scope goes onto, if any, and from when to when its period is."""
        stretch, period = self._period(limit.period, given, ms)
        scope = limit.scope
        if scope in ("day", "week", "block"):
            return period, stretch
        value = given.get(scope)
        if type(value) is not str or not value:
            return None
        key = f"{given.get('project')}:{value}" if scope == "branch" else value
        return (key if not period else f"{key} {period}"), stretch

    def _period(self, period: str, given: Record, ms: int) -> tuple[tuple[int, int], str]:
        if period == "ever":
            return (0, FAR_MS), ""
        if period == "block":
            start = self._block(str(given.get("agent") or ""), ms)
            return (start, start + BLOCK_S * 1000), stamp(start)
        start, stop, name = self._periods.get(period, (0, 0, ""))
        if not start <= ms < stop:
            unit: Unit = "week" if period == "week" else "day"
            start = start_of(unit, ms, self._zone, self._terms.week_start)
            name = local(start, self._zone).strftime("%Y-%m-%d")
            stop = next_start(unit, ms, self._zone, self._terms.week_start)
            self._periods[period] = (start, stop, name)
        return (start, stop), name

    def _block(self, agent: str, ms: int) -> int:
        """The block that a moment lies in: five hours from the full hour of the first use after the block before."""
        start = self._blocks.get(agent)
        if start is None or not start <= ms < start + BLOCK_S * 1000:
            start = ms // 1000 // HOUR_S * HOUR_S * 1000
            self._blocks[agent] = start
        return start

    def begin_block(self, agent: str, start_ms: int) -> None:
        """The block that runs when the stream begins, as whoever knows the past says."""
        self._blocks[agent] = start_ms

    def opened(self, about: Record, ms: int) -> list[Standing]:
        """How the limits stand that spend with these fields would count against at a moment."""
        places = [(limit, self._place(limit, about, ms)) for limit in self._limits]
        return [self._open(limit, *place) for limit, place in places if place is not None]

    def _open(self, limit: Limit, key: str, stretch: tuple[int, int]) -> Standing:
        standing = self._accounts.get((limit, key))
        if standing is None:
            standing = self._accounts[limit, key] = Standing(limit, key, *stretch, Account())
            for before in self._terms.past(limit, key, *stretch):
                standing.account.add(before)
        return standing

    def _add(self, limit: Limit, key: str, stretch: tuple[int, int], paid: Paid, given: Record) -> Iterator[Record]:
        place = (limit, key)
        standing = self._open(limit, key, stretch)
        if not standing.account.add(paid) and place in self._marks:
            return
        self.changed[place] = standing
        if limit.nano and paid.nano < 0 and standing.account.unpriced:
            yield from self._unheld(standing, given)
        mark, hard = self._mark(standing), self.hard(standing)
        before = self._marks.get(place, ("ok", False))
        self._marks[place] = mark, hard
        now_hard = mark == "breached" and hard and not before[1]
        if mark == "ok" or (mark == before[0] and not now_hard):
            return
        self.warned = True
        self.breached |= mark == "breached" and hard
        yield from self._told(standing, mark, given)

    def _mark(self, standing: Standing) -> str:
        if self._terms.enforce and standing.limit.nano and standing.account.unpriced:
            return "breached"  # nobody knows by how much
        ratio = standing.ratio
        return "breached" if ratio >= 1 else "warned" if ratio >= self._terms.warn_ratio else "ok"

    # -- what is said

    def _unheld(self, standing: Standing, given: Record) -> Iterator[Record]:
        """That a limit in dollars can't be held, once, where responses have no price."""
        text = (
            f"{standing.limit.words} ({standing.name}) can't be held: responses of {given.get('model')} have no price"
        )
        evidence = {"scope": standing.limit.scope, "key": standing.key, "records": [str(given.get("id") or "")]}
        cause = digest([standing.limit.id, standing.key, "unpriced"])
        advice = "Set a price, a limit in tokens, or let unpriced spend stop it (--enforce-estimates)."
        found = Found("warning", cause, text, evidence, advice, src=given.get("src"), weak=True)
        yield from self._found(found, given)

    def _found(self, found: Found, given: Record) -> Iterator[Record]:
        ts = str(given.get("ts") or stamp(self._now_ms))
        made = record("budget", found, _session(given), str(given.get("agent") or ""), ts, {})
        if self._said.add(made["id"]):
            self.warned = True
            yield made

    def _told(self, standing: Standing, mark: str, given: Record) -> Iterator[Record]:
        made = self._record(standing, mark, _session(given))
        if self._said.add(made["id"]):
            yield made
        hard = bool(made["hard"])
        soft = "" if hard or mark == "warned" else ", by estimates or without known prices: nothing is stopped"
        severity = "critical" if mark == "breached" and hard else "warning"
        blind = mark == "breached" and made["ratio"] < 1
        text = f"{made['ratio']:.0%} of {standing.limit.words} ({standing.name}){soft}"
        text += f", and {made['unpriced']} responses without a price" if blind else ""
        evidence: dict[str, Any] = {key: made[key] for key in _EVIDENCE if key in made}
        evidence["records"] = [str(given.get("id") or "")]
        found = Found(severity, made["id"], text, evidence, _ADVICE[mark], src=given.get("src"), weak=not hard)
        yield from self._found(found, given)

    def _record(self, standing: Standing, mark: str, session: str) -> Record:
        limit, account = standing.limit, standing.account
        made: Record = {
            "type": "budget",
            "v": 1,
            "ts": stamp(self._now_ms),
            "id": digest([limit.id, standing.key, mark, self.hard(standing)]),
        }
        made |= {"scope": limit.scope, "key": standing.key}
        made |= {"limit_usd": limit.nano / NANO} if limit.nano else {"limit_tokens": limit.tokens}
        made |= {"spent_usd": round(account.nano / NANO, 9), "spent_tokens": account.tokens}
        made |= {"ratio": round(standing.ratio, 4), "mark": mark, "hard": self.hard(standing)}
        if account.guessed:
            made["estimated"] = True
        if account.unpriced:
            made["unpriced"] = account.unpriced
        made |= forecast(standing, self._now_ms, self._terms.reserved(limit.scope, standing.key))
        return made | ({"session": session} if session else {})

    def _known(self, given: Record) -> list[Record] | None:
        fresh = self._said.add(str(given.get("id")))
        if given.get("check") == "budget":
            self.warned = True
            self.breached |= given.get("severity") == "critical"
        return None if fresh or given.get("check", "budget") != "budget" else []


_EVIDENCE = (
    "scope",
    "key",
    "limit_usd",
    "limit_tokens",
    "spent_usd",
    "spent_tokens",
    "ratio",
    "hard",
    "estimated",
    "unpriced",
    "reserved_usd",
    "breaks",
)
_ADVICE = {"warned": "Finish what matters, or raise the limit.", "breached": "Deny its next call: that loses nothing."}


def _session(given: Record) -> str:
    return str(given.get("session") or "")
