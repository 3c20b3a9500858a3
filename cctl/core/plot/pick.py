"""Records → pictures: the kind that fits what is there, unless another is asked for.

`stats` by time makes bars, by names bars that lie, by hour a heat map; `forecast` and `budget` beside it a line of what
is spent so far with what is to come; `history` and `watch` a timeline; spend and compactions of one session its
context; findings a count by check.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cctl.core.plot.course import context, course, timeline
from cctl.core.plot.picture import Bars, Heat, Limit, Lines, Picture, Series, Spans
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.redact import Redactor

TIMES = ("hour", "block", "day", "week", "month")
CLASSES = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
UNITS = {"cost": "usd", "tokens": "tokens", "responses": "count", "sessions": "count", "findings": "count"}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_SERIES, _MOST_BARS = 7, 60
READS = ("stats", "forecast", "burn", "budget", "session", "spend", "turn", "notice", "finding", "heartbeat")


class Wanted(NamedTuple):
    """What was asked for; "" leaves the choice to the records."""

    kind: str = ""  # bars, lines, heat, timeline, context, findings
    x: str = ""
    y: str = ""  # cost, tokens, responses, sessions
    by: str = ""  # a key of stats, or `class` for classes of tokens
    title: str = ""


class Wrong(ValueError):
    """The records don't hold what was asked for."""


def picked(
    records: Sequence[Record], wanted: Wanted, zone: tzinfo = UTC, redactor: Redactor | None = None
) -> Picture | None:
    """The picture that the records make; None when there is nothing to draw."""
    kinds = Counter(str(record.get("type")) for record in records)
    for name, fits, make in _KINDS:
        if wanted.kind == name or (not wanted.kind and fits(kinds, records)):
            picture = make([record for record in records if record.get("type") in READS], wanted, zone)
            if picture and wanted.title:
                picture = picture._replace(title=wanted.title)
            return _redacted(picture, redactor) if picture and redactor else picture
    return None


def _is_course(kinds: Counter[str], _: Sequence[Record]) -> bool:
    return bool(kinds["forecast"] and kinds["stats"])


def _is_heat(kinds: Counter[str], records: Sequence[Record]) -> bool:
    keys = [
        record["key"] for record in records if record.get("type") == "stats" and isinstance(record.get("key"), dict)
    ]
    return bool(keys) and all(set(key) == {"hour"} for key in keys if key) and len(keys) > 48


def _bars(records: Sequence[Record], wanted: Wanted, _zone: tzinfo) -> Picture | None:
    rows = [
        each for each in records if each.get("type") == "stats" and isinstance(each.get("key"), dict) and each["key"]
    ]
    if not rows:
        return None
    keys = list(dict.fromkeys(name for row in rows for name in row["key"]))
    time = next((name for name in TIMES if name in keys), "")
    x = wanted.x or time or keys[0]
    by = wanted.by or next((name for name in keys if name != x), "class" if wanted.y == "tokens" else "")
    for name in (x, by):
        if name and name != "class" and name not in keys:
            raise Wrong(f"the records have no {name}; they have {', '.join(keys)}")
    y = wanted.y or ("cost" if any("cost_usd" in row for row in rows) else "tokens")
    labels = list(dict.fromkeys(str(row["key"].get(x, "")) for row in rows))
    labels = sorted(labels) if x in TIMES else labels
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        label = str(row["key"].get(x, ""))
        if by == "class":
            for name in CLASSES:
                sums[name][label] += _number(_tokens(row).get(name))
        else:
            sums[str(row["key"].get(by, "")) if by else y][label] += value_of(row, y)
    if x not in TIMES:
        labels = sorted(labels, key=lambda label: -sum(each[label] for each in sums.values()))
    rest = len(labels) - _MOST_BARS
    labels = labels[-_MOST_BARS:] if x in TIMES else labels[:_MOST_BARS]
    limits = [Limit(*each) for each in _budgets(records)] if y == "cost" and x == "day" else []
    note = f"{rest} more not shown" if rest > 0 else _unpriced(rows)
    title = f"{_SAYS.get(y, y)} by {x}" + (f" and {by}" if by else "")
    return Bars(title, UNITS.get(y, "count"), tuple(labels), _series(sums, labels), tuple(limits), x not in TIMES, note)


_SAYS = {"cost": "Spend", "tokens": "Tokens", "responses": "Responses", "sessions": "Sessions"}


def _series(sums: Mapping[str, Mapping[str, float]], labels: Sequence[str]) -> tuple[Series, ...]:
    """The largest names, the rest as one."""
    order = sorted(sums, key=lambda name: -sum(sums[name].values()))
    if not all(name in CLASSES for name in order):
        shown, rest = order[:_MOST_SERIES], order[_MOST_SERIES:]
    else:
        shown, rest = [name for name in CLASSES if name in sums], []
    made = [Series(name, tuple(sums[name].get(label, 0.0) for label in labels)) for name in shown]
    if rest:
        made.append(
            Series(f"{len(rest)} others", tuple(sum(sums[n].get(label, 0.0) for n in rest) for label in labels))
        )
    return tuple(made)


def _unpriced(rows: Sequence[Record]) -> str:
    count = sum(int(_number(row.get("unpriced"))) for row in rows)
    return f"{count} responses have no known price" if count else ""


def _budgets(records: Sequence[Record]) -> list[tuple[str, float]]:
    return [
        (f"budget {record.get('scope', '')}".strip(), float(record["limit_usd"]))
        for record in records
        if record.get("type") == "budget"
        and record.get("scope") == "day"
        and isinstance(record.get("limit_usd"), int | float)
    ][:1]


def _heat(records: Sequence[Record], wanted: Wanted, _zone: tzinfo) -> Picture | None:
    y = wanted.y or "cost"
    values = [[0.0] * 24 for _ in DAYS]
    seen = False
    for row in records:
        when = (
            moment(str(row["key"].get("hour", "")))
            if row.get("type") == "stats" and isinstance(row.get("key"), dict)
            else None
        )
        if when:
            values[when.weekday()][when.hour] += value_of(row, y)
            seen = True
    if not seen:
        return None
    hours = tuple(f"{hour:02d}" for hour in range(24))
    return Heat(f"{_SAYS.get(y, y)} by hour and weekday", UNITS.get(y, "count"), DAYS, hours, tuple(map(tuple, values)))


def _findings(records: Sequence[Record], _wanted: Wanted, _zone: tzinfo) -> Picture | None:
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    checks: Counter[str] = Counter()
    for record in records:
        if record.get("type") == "finding":
            sums[str(record.get("severity", "info"))][str(record.get("check", ""))] += 1
            checks[str(record.get("check", ""))] += 1
    if not checks:
        return None
    labels = tuple(name for name, _ in checks.most_common(_MOST_BARS))
    order = [name for name in ("critical", "warning", "info") if name in sums] + sorted(
        sums.keys() - {"critical", "warning", "info"}
    )
    series = tuple(Series(name, tuple(sums[name].get(label, 0.0) for label in labels)) for name in order)
    return Bars("Findings by check", "count", labels, series, (), True)


def value_of(row: Record, y: str) -> float:
    """What a row of stats holds of what is drawn."""
    if y == "cost":
        return _number(row.get("cost_usd"))
    if y == "tokens":
        tokens = _tokens(row)
        return _number(tokens.get("total")) or sum(_number(tokens.get(name)) for name in CLASSES)
    return _number(row.get(y))


def _tokens(row: Record) -> dict[str, Any]:
    found = row.get("tokens")
    return found if isinstance(found, dict) else {}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else 0.0


def moment(text: str) -> datetime | None:
    """A time of a key; None for what is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _redacted(picture: Picture, redactor: Redactor) -> Picture:
    """Names of projects and sessions without what they give away."""
    clean = redactor.text
    match picture:
        case Bars():
            series = tuple(each._replace(name=clean(each.name)) for each in picture.series)
            return picture._replace(labels=tuple(map(clean, picture.labels)), series=series)
        case Heat():
            return picture
        case Spans():
            return picture._replace(lanes=tuple(each._replace(name=clean(each.name)) for each in picture.lanes))
        case Lines():
            return picture._replace(tracks=tuple(each._replace(name=clean(each.name)) for each in picture.tracks))


_Make = Callable[[Sequence[Record], Wanted, tzinfo], Picture | None]
_KINDS: tuple[tuple[str, Callable[[Counter[str], Sequence[Record]], bool], _Make], ...] = (
    ("lines", _is_course, lambda records, wanted, zone: course(records, zone)),
    ("heat", _is_heat, _heat),
    ("bars", lambda kinds, _: bool(kinds["stats"]), _bars),
    ("findings", lambda kinds, _: bool(kinds["finding"]) and not kinds["spend"], _findings),
    ("context", lambda kinds, _: bool(kinds["spend"]), lambda records, wanted, zone: context(records)),
    ("timeline", lambda kinds, _: bool(kinds["session"]), lambda records, wanted, zone: timeline(records)),
)
