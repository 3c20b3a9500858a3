"""Adding up a stream without counting anything twice.

The same dollars can come by three roads: as `spend` records, inside `session` records, and added up in `stats`. Spend
counts by its id; a session record only where the stream has none of that session's spend; stats only where it has
neither. The same goes for turns and errors, which have two roads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cctl.core.money.exact import nano
from cctl.core.spend.ask import Ask
from cctl.core.spend.fold import Price
from cctl.core.stats.heard import Heard
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

SHOWN: Final = 5  # records named in a breach
_MONEY: Final = frozenset({"nano", "tokens"})
_WORK: Final = frozenset({"turns", "errors"})
LOOKS_AT: Final = {
    "turn": ("ts", "session", "id", "source", "src"),
    "result": ("ts", "session", "call", "error", "denied", "src"),
    "call": ("ts", "session"),
    "message": ("ts", "session"),
    "notice": ("ts",),
    "session": (
        *("ts", "session", "turns", "errors", "cost_usd", "tokens", "responses", "unpriced", "estimated", "src"),
    ),
}
"""What counts in these; of all others everything may count, and of these for a condition, or with `dated`."""
_DONE: Final = ("call", "result", "message", "turn")
_NOTHING: Final[frozenset[str]] = frozenset()
_OTHERS: Final = frozenset({"system", "task_notification"})  # turns that nobody typed


class Unpriced:
    """The price table of a gate that has none: only what the stream says is known."""

    digest = ""

    def cost(self, *_response: Any) -> None:
        """Nothing has a price."""

    def flat(self, *_response: Any) -> None:
        """Never known."""

    def estimated(self, *_response: Any) -> bool:
        """Nothing is a guess."""
        return False


class Figures(NamedTuple):
    """What counts, of one session or of all."""

    nano: int = 0
    tokens: int = 0
    errors: int = 0
    turns: int = 0
    responses: int = 0
    unpriced: int = 0
    estimated: int = 0

    def plus(self, other: Figures) -> Figures:
        """Both together."""
        return Figures(*(one + two for one, two in zip(self, other, strict=True)))


class Heavy(NamedTuple):
    """A record that weighs in a figure."""

    id: str
    weight: int
    src: Mapping[str, Any] | None


class Tally:
    """Takes records in; then tells figures by session."""

    def __init__(self, price: Price, *, dated: bool = False) -> None:
        self._price = price
        self._dated = Heard(price) if dated else None  # when it was spent, by what session records carry, too
        self._heard = Heard(price)
        self._sessions: dict[str, Record] = {}
        self._stats: dict[tuple[str, ...], list[Record]] = {}
        self._turns: dict[tuple[str, str], Record] = {}
        self._errors: dict[tuple[str, str], Record] = {}
        self._worked: set[str] = set()  # sessions with turns, calls or results of their own in the stream
        self.records = 0  # that told a figure
        self.knows: set[str] = set()  # figures that were told at all

    def feed(self, record: Record) -> None:
        """Take in one record."""
        kind, session = record.get("type"), record.get("session")
        if not isinstance(session, str):
            session = ""
        if self._dated is not None:
            self._dated.feed(record)
        if kind in _DONE:
            self.records += 1
            if session not in self._worked:
                self._worked.add(session)
                self.knows |= _WORK
            if kind == "turn" or (kind == "result" and record.get("error") is True):
                self._work(kind, session, record)
            return
        knows = _NOTHING
        if kind == "spend":
            self._heard.spend(record)
            knows = _MONEY
        elif kind == "stats":
            key = record.get("key")
            self._stats.setdefault(tuple(sorted(key)) if isinstance(key, dict) else (), []).append(record)
            knows = _MONEY
        elif kind == "session":
            knows = _told(record)
            if knows:
                self._tell(session, record)
        if knows:
            if not knows <= self.knows:
                self.knows |= knows
            self.records += 1

    def _tell(self, session: str, record: Record) -> None:
        held = self._sessions.get(session)
        if held is None or _later(record, held):
            self._sessions[session] = record

    def _work(self, kind: str, session: str, record: Record) -> None:
        if kind == "turn":
            if _text(record.get("source")) not in _OTHERS:
                self._turns.setdefault((session, _text(record.get("id")) or f"#{len(self._turns)}"), record)
        elif not record.get("denied"):
            self._errors.setdefault((session, _text(record.get("call")) or f"#{len(self._errors)}"), record)

    @property
    def skipped(self) -> dict[str, int]:
        """Spend that could not be counted, by reason."""
        return {reason: count for reason, count in self._heard.skips.items() if reason != "no_time"}

    def by_session(self) -> dict[str, Figures]:
        """Figures of each session; those of `stats` records that name none are under ""."""
        found: dict[str, Figures] = {}

        def add(session: str, figures: Figures) -> None:
            found[session] = found.get(session, Figures()).plus(figures)

        paid = set()
        for line in self._heard.sums(Ask(by=frozenset({"session"}), edges=())):
            cell = line.cell
            paid.add(cell.session)
            tokens = cell.input + cell.output + cell.write_5m + cell.write_1h + cell.read
            spent = Figures(nano=cell.cost_nano, tokens=tokens, responses=cell.responses)
            add(cell.session, spent._replace(unpriced=cell.unpriced, estimated=cell.estimated))
        for session, record in self._sessions.items():
            if session not in paid and _has_spend(record):
                paid.add(session)
                add(session, _spent(record))
            if session not in self._worked:
                add(session, Figures(turns=_count(record.get("turns")), errors=_count(record.get("errors"))))
        for session, _id in self._turns:
            add(session, Figures(turns=1))
        for session, _id in self._errors:
            add(session, Figures(errors=1))
        if not paid:
            for record in self._totals():
                add(_text(record["key"].get("session")) if isinstance(record.get("key"), dict) else "", _spent(record))
        return found

    def _totals(self) -> list[Record]:
        """Stats records that may be added up: the totals, else those of the keys that hold most."""
        if () in self._stats:
            return self._stats[()]
        return max(self._stats.values(), key=lambda each: sum(_spent(record).tokens for record in each), default=[])

    def by_day(self, edges: tuple[int, ...], dates: tuple[str, ...]) -> dict[int, int]:
        """Nano-dollars by the day they were spent on, as far as the stream says when; days begin at the edges."""
        found: dict[int, int] = {}
        for line in self._dated.sums(Ask(edges=edges)) if self._dated is not None else ():
            found[line.cell.start_s] = line.cell.cost_nano
        if found or self._sessions:
            return found
        starts = dict(zip(dates, edges, strict=False))
        for record in self._days():
            start = starts.get(record["key"]["day"])
            if start is not None:
                found[start] = found.get(start, 0) + _spent(record).nano
        return found

    def undated(self) -> int:
        """How many tellings of spend do not say when it was."""
        paid = {line.cell.session for line in self._heard.sums(Ask(by=frozenset({"session"}), edges=()))}
        left = [record for session, record in self._sessions.items() if session not in paid and _has_spend(record)]
        plain = sum("spend" not in record for record in left)
        stats = 0 if paid or left or self._days() else sum(map(len, self._stats.values()))
        return self._heard.skips.get("no_time", 0) + plain + stats

    def _days(self) -> list[Record]:
        """Stats records of days."""
        key = min((key for key in self._stats if "day" in key), key=len, default=None)
        return [] if key is None else [each for each in self._stats[key] if isinstance(each["key"]["day"], str)]

    def heaviest(self, figure: str, session: str | None, since_ms: int = 0) -> list[Heavy]:
        """The records that weigh most in a figure, of one session or of all, from a moment on."""
        if figure in ("turns", "errors"):
            held = self._turns if figure == "turns" else self._errors
            listed = [Heavy(id, 1, _src(record)) for (of, id), record in held.items() if session in (None, of)]
        else:
            listed = self._responses(figure, session, since_ms)
        if not listed:
            listed = [
                Heavy(of, getattr(_spent(record), figure, 0), _src(record))
                for of, record in self._sessions.items()
                if session in (None, of)
            ]
        listed.sort(key=lambda heavy: (-heavy.weight, heavy.id))
        return [heavy for heavy in listed if heavy.weight][:SHOWN]

    def _responses(self, figure: str, session: str | None, since_ms: int) -> list[Heavy]:
        keep = {} if session is None else {"session": session.__eq__}
        listed = []
        for each in self._heard.responses(Ask(keep=keep, since_ms=since_ms or None)):
            tokens = each.input + each.output + each.write_5m + each.write_1h + each.read
            cost: int | None = each.recorded_nano
            guess = each.model in self._heard.guessed
            if each.recorded_nano < 0:
                cost = self._price.cost(
                    each.model, each.ms, each.input, each.output, each.write_5m, each.write_1h, each.read,
                    each.web, each.speed, each.geo,
                )  # fmt: skip
                guess = self._price.estimated(each.model, each.ms, each.speed, each.geo)
            unsure = tokens + 1 if cost is None or guess else 0
            weight = {"nano": cost or 0, "tokens": tokens, "unsure": unsure}[figure]
            src = {"path": each.path, "line": each.at} if each.path and each.at > 0 else None
            listed.append(Heavy(each.id, weight, src))
        return listed


def _told(record: Record) -> frozenset[str]:
    """The figures that a session record tells."""
    work = _COUNTED[type(record.get("turns")) is int, type(record.get("errors")) is int]
    return work | _MONEY if _has_spend(record) else work


_COUNTED: Final = {
    (False, False): _NOTHING,
    (True, False): frozenset({"turns"}),
    (False, True): frozenset({"errors"}),
    (True, True): _WORK,
}


def _has_spend(record: Record) -> bool:
    return "cost_usd" in record or "tokens" in record or "responses" in record or "unpriced" in record


def _later(record: Record, held: Record) -> bool:
    """Of several tellings of a session, the latest; then the dearest, so that the order doesn't matter."""
    now, before = _text(record.get("ts")), _text(held.get("ts"))
    return now > before or (now == before and _spent(record) > _spent(held))


def _spent(record: Record) -> Figures:
    """What a `session` or `stats` record says was spent; without a cost it is unpriced, not free."""
    tokens = record.get("tokens")
    total = 0
    if isinstance(tokens, dict):
        total = _count(tokens.get("total")) or sum(_count(count) for name, count in tokens.items() if name != "total")
    elif type(tokens) is int:
        total = _count(tokens)
    responses, unpriced = _count(record.get("responses")), _count(record.get("unpriced"))
    cost = nano(record.get("cost_usd"))
    if cost is None and (responses or total):
        unpriced = max(unpriced, responses, 1)
    return Figures(
        nano=cost or 0,
        tokens=total,
        responses=responses,
        unpriced=unpriced,
        estimated=int(record.get("estimated") is True),
    )


def _src(record: Record) -> Mapping[str, Any] | None:
    src = record.get("src")
    return src if isinstance(src, dict) else None


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
