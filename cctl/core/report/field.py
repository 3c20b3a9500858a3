"""Reading fields of records that may be anything, and writing columns in a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo
from typing import Any, get_args

from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.picture import Picture
from cctl.core.redact import Redactor
from cctl.core.report.page import Column, Kind
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

ROWS = 300  # of one table; a page of ten thousand sessions is read by nobody
_KINDS = {str(kind): kind for kind in get_args(Kind)}


class Gathered(NamedTuple):
    """Records by what they are for."""

    by_day: Sequence[Record] = ()  # stats by day and model
    by_project: Sequence[Record] = ()
    by_hour: Sequence[Record] = ()
    total: Record | None = None  # stats over everything, perhaps with `previous`
    sessions: Sequence[Record] = ()
    summaries: Sequence[Record] = ()
    others: Sequence[Record] = ()  # findings, budgets, gates, forecasts, judged calls
    looked: str = ""  # where findings were looked for


class Frame(NamedTuple):
    """What the report is called, how its times are shown, what is hidden."""

    title: str
    span: str
    made: str
    zone: tzinfo = UTC
    redactor: Redactor | None = None


def columns(*words: str) -> tuple[Column, ...]:
    """`key`, `key:head` or `key:head:kind`, one column each."""
    made = []
    for each in words:
        key, _, rest = each.partition(":")
        head, _, kind = rest.partition(":")
        made.append(Column(key, head or key, _KINDS[kind or "text"]))
    return tuple(made)


def number(value: Any) -> float | None:
    """A number; None for what is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def mapping(value: Any) -> Record:
    """A mapping; an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Record]:
    """A list of mappings, without what is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(record: Record, key: str) -> str:
    """A field as text, "" when it isn't there."""
    value = record.get(key)
    return "" if value is None else str(value)


def of_type(records: Iterable[Record], kind: str) -> list[Record]:
    """The records of one type."""
    return [each for each in records if each.get("type") == kind]


def pictures(records: Sequence[Record], frame: Frame, **wanted: str) -> tuple[Picture, ...]:
    """The picture that the records make, if any."""
    found = picked(list(records), Wanted(**wanted), frame.zone, frame.redactor)
    return (found,) if found else ()
