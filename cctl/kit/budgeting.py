"""What `budget` needs of the machine: limits from flags and settings, spend from the ledger, standings for the hook."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.budget.account import Paid
from cctl.core.budget.budget import Budgets, Past, Reserved, Terms
from cctl.core.budget.limit import Limit, limit, of_dollars
from cctl.core.moment import stamp
from cctl.core.spend.ask import Ask, Spend
from cctl.core.stats.block import starts
from cctl.host import db, paths, spent, walk
from cctl.host.journal import Journal
from cctl.host.ledger.ledger import Ledger
from cctl.host.scan import Reading
from cctl.kit.moment import asked_week_start, asked_zone
from cctl.kit.prices import price_table
from cctl.kit.spending import ledger_path
from cctl.records.errors import CctlError, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.money.price import Table
    from cctl.kit.run import Run

_SET = ("session", "project", "day", "week", "block")  # scopes that settings have a limit for
_WEEK_MS = 7 * 86_400_000
_JOURNAL = 4 << 20  # bytes of marks that were passed
_QUIET_S = 0.05  # between two looks whether standings have to be written


def asked_limits(run: Run, given: Sequence[str]) -> list[Limit]:
    """The limits of the flags; without any, those of the settings."""
    found = [limit(text) for text in given] or configured(run)
    if not found:
        raise UsageError("no limit: say --limit SCOPE=AMOUNT, or set budget.session_usd and the like")
    return list(dict.fromkeys(found))


def configured(run: Run) -> list[Limit]:
    """The limits of the settings."""
    asked = ((scope, run.setting(f"budget.{scope}_usd")) for scope in _SET)
    return [of_dollars(scope, float(usd)) for scope, usd in asked if usd]


def budgets(
    run: Run, limits: Sequence[Limit], *, ledger: bool, enforce: bool, reserved: Reserved | None = None
) -> Budgets:
    """The filter's engine, with the past from the ledger."""
    table = price_table(run)
    spend = _spend(run, table) if ledger else None
    terms = Terms(
        warn_ratio=float(run.setting("budget.warn_ratio")),
        enforce=enforce or bool(run.setting("budget.enforce_estimates")),
        week_start=asked_week_start(run, None),
        cost=table.cost,
        past=_past(spend, table) if spend else lambda limit, key, since_ms, until_ms: (),
        reserved=reserved or (lambda scope, key: 0),
    )
    made = Budgets(limits, asked_zone(run, None), terms)
    if spend and any(each.period == "block" for each in limits):
        for agent, start_ms in _blocks(spend, run.world.now_ms()):
            made.begin_block(agent, start_ms)
    return made


class Standings:
    """Keeps how limits stand where the hook and other processes look."""

    def __init__(self, run: Run, made: Budgets) -> None:
        self._run, self._budgets = run, made
        self._state = paths.state(run.world.env, run.world.home)
        self._journal = Journal(f"{self._state}/budget/marks.jsonl", _JOURNAL)
        self._marked = {str(each.get("key")) for each in self._journal.news()}
        self._next = 0.0

    def keep(self, told: Iterable[Record] = (), *, now: bool = False) -> None:
        """Write what has changed: at once when a mark was passed, else now and then."""
        marks = [record for record in told if record.get("type") == "budget"]
        if not self._budgets.changed or not (marks or now or time.monotonic() >= self._next):
            return
        self._next = time.monotonic() + _QUIET_S
        now_ms = self._run.world.now_ms()
        changed = [each for each in self._budgets.changed.values() if each.since_ms <= now_ms < each.until_ms]
        self._budgets.changed.clear()
        try:
            for path in {spent.place(self._state, each.limit.scope, each.key) for each in changed}:
                self._note(path)
            for record in marks:
                entry = {"ts": record["ts"], "scope": record["scope"], "of": record["key"], "mark": record["mark"]}
                self._journal.once(str(record["id"]), entry, self._marked)
        except (OSError, CctlError) as problem:
            self._run.say.once("standings", f"how budgets stand can't be kept for other processes: {problem}")

    def _note(self, path: str) -> None:
        """Write the tightest of the limits that share a file."""
        same = [
            each
            for each in self._budgets.standings()
            if spent.place(self._state, each.limit.scope, each.key) == path and each.until_ms > self._run.world.now_ms()
        ]
        standing = max(same, key=lambda each: (self._budgets.stops(each), each.ratio))
        until = {"until": stamp(standing.until_ms)} if standing.limit.period != "ever" else {}
        made = self._budgets.record(standing) | until
        if not (until and _further(spent.look(self._state, standing.limit.scope, standing.key), made)):
            spent.note(self._state, made)


def _further(kept: Record | None, made: Record) -> bool:
    """Whether another process, which sees more sessions than this one, has counted more of the same limit already."""
    if kept is None or any(kept.get(name) != made.get(name) for name in ("key", "until", "limit_usd", "limit_tokens")):
        return False
    counted = kept.get("spent_usd"), kept.get("spent_tokens")
    sound = all(type(each) in (int, float) for each in counted)
    return sound and counted > (made["spent_usd"], made["spent_tokens"])


def _spend(run: Run, table: Table) -> Spend | None:
    if not run.setting("ledger.use"):
        return None
    homes = walk.homes(agents().values(), run.world.env, run.world.home)
    try:
        ledger = Ledger(ledger_path(run))
        ledger.update(homes, Reading(agents(), table, run.shared.max_line))
        return ledger.spend(table, homes)
    except db.Unusable as problem:
        run.say.warn(f"{problem}; budgets know only what the stream holds")
        return None


def _past(spend: Spend, table: Table) -> Past:
    def past(limit: Limit, key: str, since_ms: int, until_ms: int) -> Iterable[Paid]:
        keep = {}
        name = key.partition(" ")[0] if limit.period != "ever" else key
        if limit.scope in ("session", "project"):
            keep = {limit.scope: name.__eq__}
        elif limit.scope == "branch":
            project, _, branch = name.partition(":")
            keep = {"project": project.__eq__, "branch": branch.__eq__}
        elif limit.scope == "run":
            return
        for each in spend.responses(Ask(since_ms=since_ms or None, until_ms=until_ms, keep=keep)):
            given = (each.input, each.output, each.write_5m, each.write_1h, each.read)
            nano = table.cost(each.model, each.ms, *given, each.web, each.speed, each.geo)
            guess = table.estimated(each.model, each.ms, each.speed, each.geo)
            yield Paid(each.id, each.ms, -1 if nano is None else nano, sum(given), guess)

    return past


def _blocks(spend: Spend, now_ms: int) -> Iterable[tuple[str, int]]:
    """The block that each agent is in, by its use in the last week."""
    used: dict[str, list[int]] = {}
    for cell in spend.cells(Ask(by=frozenset({"agent"}), since_ms=now_ms - _WEEK_MS)):
        used.setdefault(cell.agent, []).append(cell.start_s)
    for agent, times in used.items():
        yield agent, starts(times)[-1] * 1000
