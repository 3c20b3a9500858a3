"""`stats`: a question about spend, put to whoever holds it, and answered in records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from functools import lru_cache
from operator import add
from typing import Final

from cctl.core.moment import stamp
from cctl.core.spend.ask import Ask, Spend
from cctl.core.stats.block import starts
from cctl.core.stats.key import DIMENSIONS, NONE, TIMES, Period, periods, unit_of
from cctl.core.stats.record import COST, NOTHING, RESPONSES, SESSIONS, TOKENS, Sums, change, spent, sums_of
from cctl.core.when.calendar import next_start
from cctl.core.when.grammar import Step, Window, before, step
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

SORTS: Final = ("key", "cost", "tokens", "responses", "sessions")
_QUARTER_MS: Final = 900_000
_HOUR_MS: Final = 3_600_000
_SHORTEST_MS: Final = {
    "hour": _HOUR_MS,
    "block": 5 * _HOUR_MS,
    "day": 23 * _HOUR_MS,
    "week": 167 * _HOUR_MS,
    "month": 671 * _HOUR_MS,
}
_stamped = lru_cache(1024)(stamp)  # thousands of records share a few periods
_MANY: Final = 20_000  # periods: 2 years of hours, 50 years of days


class Question(NamedTuple):
    """What `stats` is asked."""

    now: int  # epoch ms
    by: tuple[str, ...] = ()  # of `key.BY`
    window: Window = Window(None, None)
    zone: tzinfo = UTC
    week_start: int = 0  # Monday
    keep: Mapping[str, Callable[[str], bool]] = {}  # by dimension, which values count
    total: bool = False  # add a record over everything
    zero_days: bool = False  # records for periods without spend too
    compare: bool = False  # with the window just before
    sort: str = ""  # of SORTS, "-" in front turns it round; "" is by time, else by cost
    limit: int = 0  # records, 0 for all


class Answer(NamedTuple):
    """Records, and how many `limit` left out."""

    records: list[Record]
    left_out: int


class Lane(NamedTuple):
    """Periods and what is asked about in them: all spend, or one agent's, since each agent has blocks of its own."""

    keep: Mapping[str, Callable[[str], bool]]
    periods: Sequence[Period]


Key = tuple[int, tuple[str, ...]]  # start of the period in seconds (-1 without), values in the order of `by`
Rows = dict[Key, list[Sums]]  # now, and then when that is asked


def answer(question: Question, spend: Spend) -> Answer:
    """The records, in order."""
    if question.sort.lstrip("-") not in ("", *SORTS):
        raise UsageError(f'--sort: unknown order "{question.sort}"; one of {", ".join(SORTS)}')
    back = step(question.window, now=question.now, zone=question.zone) if question.compare else None
    if question.compare and back is None:
        raise UsageError("--compare previous needs a beginning: --since 7d, this week, 2026-06-01 …")
    if question.compare and "block" in question.by:
        raise UsageError("--compare previous has nothing to hold blocks against: they begin with use")
    rows: Rows = {}
    for lane in _lanes(question, spend):
        _add(rows, 0, _sums(question, spend, lane, question.window))
        if back:
            _add(rows, 1, _sums(question, spend, *_earlier(question, lane, back)))
        if question.zero_days:
            _fill(rows, question, lane)
    if not question.by:
        rows.setdefault((-1, ()), [NOTHING, NOTHING])
    ordered = _ordered(question, rows)
    kept = _limited(question, ordered)
    records = [_record(question, key, rows[key]) for key in kept]
    if question.total and question.by:
        records += answer(question._replace(by=(), total=False, sort="", limit=0, zero_days=False), spend).records
    return Answer(records, len(ordered) - len(kept))


def _lanes(question: Question, spend: Spend) -> Iterator[Lane]:
    """The lanes of an answer; none by time when nothing was ever spent."""
    times = [key for key in question.by if key in TIMES]
    if not times:
        yield Lane(question.keep, ())
        return
    span = _span(question, spend.extent())
    if span is None:
        return
    spans = [span] if question.zero_days or not _sparse(times, span) else _active(span, spend)
    if question.zero_days and _sparse(times, span):
        raise UsageError("--zero-days would make a record for each of very many periods; shorten --since")
    if "block" not in times:
        yield Lane(question.keep, periods(times, spans, question.zone, question.week_start))
        return
    used: dict[str, list[int]] = {}
    for cell in spend.cells(Ask(by=frozenset({"agent"}))):
        used.setdefault(cell.agent, []).append(cell.start_s)
    asked = question.keep.get("agent")
    for agent, quarters in sorted(used.items()):
        if asked is None or asked(agent):
            keep = {**question.keep, "agent": agent.__eq__}
            yield Lane(keep, periods(times, spans, question.zone, question.week_start, starts(quarters)))


def _span(question: Question, extent: tuple[int, int] | None) -> tuple[int, int] | None:
    """First and last moment that periods are made for: where there is spend, or all that was asked for."""
    start, stop = question.window.start, question.window.stop
    first, last = (extent[0] * 1000, extent[1] * 1000 - 1) if extent else (question.now, question.now)
    if question.zero_days or question.compare:
        if extent is None and start is None:
            return None
        first, last = first if start is None else start, max(question.now, last)
    elif extent is None:
        return None
    first, last = max(start or 0, first), last if stop is None else min(stop - 1, last)
    return (first, last) if first <= last else None


def _sparse(times: Sequence[str], span: tuple[int, int]) -> bool:
    """Whether a span has so many periods that only those with spend can be looked at: one bad date is enough."""
    shortest = min(_SHORTEST_MS[time] for time in times)
    return (span[1] - span[0]) // shortest > _MANY


def _active(span: tuple[int, int], spend: Spend) -> list[tuple[int, int]]:
    """The quarters of an hour with spend."""
    found = spend.cells(Ask(since_ms=span[0], until_ms=span[1] + 1))
    return [(cell.start_s * 1000, cell.start_s * 1000) for cell in found]


def _earlier(question: Question, lane: Lane, back: Step) -> tuple[Lane, Window]:
    """The lane one step back, each period counted for the one that it is compared with."""
    if lane.periods and back.unit is None and back.length % _QUARTER_MS:
        raise UsageError("--compare previous by time needs a window of whole quarters of an hour, like 24h or 7d")
    window = before(question.window, now=question.now, zone=question.zone) or question.window
    moved: dict[int, Period] = {}
    for period in lane.periods:
        at = back.back(period.start_s * 1000, question.zone)
        moved.setdefault(at // 1000, period._replace(start_s=at // 1000))
        if back.unit is not None:  # what a longer month has more is compared with nothing
            units = [unit_of(key) for key in question.by if key in TIMES]
            for end in (next_start(unit, at, question.zone, question.week_start) // 1000 for unit in units):
                moved.setdefault(end, Period(end, -1, None))
    for period in lane.periods:  # a start is a start, whatever ends there
        at = back.back(period.start_s * 1000, question.zone) // 1000
        if moved[at].names is None:
            moved[at] = period._replace(start_s=at)
    return lane._replace(periods=[moved[at] for at in sorted(moved)]), window


def _sums(question: Question, spend: Spend, lane: Lane, window: Window) -> Iterator[tuple[Key, Sums]]:
    timed = any(key in TIMES for key in question.by)
    known = {period.start_s: period for period in lane.periods}
    ask = Ask(
        by=frozenset(question.by) & frozenset(DIMENSIONS),
        edges=tuple(known) if timed else (),
        since_ms=window.start,
        until_ms=window.stop,
        keep=lane.keep,
    )
    for line in spend.sums(ask):
        period = known[line.cell.start_s] if timed else Period(0, -1, ())
        if period.names is not None:
            names = iter(period.names)
            values = (next(names) if key in TIMES else getattr(line.cell, key) or NONE for key in question.by)
            yield (period.counts_for, tuple(values)), sums_of(line)


def _add(rows: Rows, place: int, lines: Iterable[tuple[Key, Sums]]) -> None:
    for key, sums in lines:
        row = rows.setdefault(key, [NOTHING, NOTHING])
        row[place] = tuple(map(add, row[place], sums))


def _fill(rows: Rows, question: Question, lane: Lane) -> None:
    """Every period for every combination of the other keys that occurs."""
    if "block" in question.by or not lane.periods:
        return
    timed = [key in TIMES for key in question.by]
    others = {tuple(value for value, time in zip(values, timed, strict=True) if not time) for _, values in rows}
    if not others and not all(timed):
        return
    for period in lane.periods[:-1]:
        for other in others or {()}:
            names, rest = iter(period.names or ()), iter(other)
            rows.setdefault(
                (period.start_s, tuple(next(names) if time else next(rest) for time in timed)), [NOTHING, NOTHING]
            )


def _ordered(question: Question, rows: Rows) -> list[Key]:
    """Keys in order: by time and then by cost, or as asked."""
    sort = question.sort.lstrip("-")
    place = TOKENS if sort == "tokens" else _one({"responses": RESPONSES, "sessions": SESSIONS}.get(sort, COST))

    def weight(key: Key) -> int:
        return -sum(rows[key][0][place])

    keys = sorted(rows)
    if sort == "":
        keys.sort(key=lambda key: (key[0], weight(key)))
    elif sort != "key":
        keys.sort(key=weight)
    else:
        keys.sort(key=lambda key: key[1])
    return keys[::-1] if question.sort.startswith("-") else keys


def _one(place: int) -> slice:
    return slice(place, place + 1)


def _limited(question: Question, ordered: list[Key]) -> list[Key]:
    """The first ones, or the latest where the order is that of time."""
    if not question.limit or len(ordered) <= question.limit:
        return ordered
    by_time = question.sort == "" and any(key in TIMES for key in question.by)
    return ordered[-question.limit :] if by_time else ordered[: question.limit]


def _record(question: Question, key: Key, row: Sequence[Sums]) -> Record:
    start, values = key
    record: Record = {"type": "stats", "v": 1, "ts": _stamped(question.now if start < 0 else start * 1000)}
    record["key"] = dict(zip(question.by, values, strict=True))
    record |= spent(row[0])
    if question.compare:
        record["previous"] = spent(row[1])
        record["change"] = change(row[0], row[1])
    return record
