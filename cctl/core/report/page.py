"""What a report holds: facts, pictures and tables in sections, the same for every format."""

from __future__ import annotations

from typing import Literal

from cctl.core.plot.picture import Picture
from cctl.records.named import NamedTuple

Kind = Literal["text", "usd", "count", "tokens", "time", "duration", "ratio"]
Value = str | float | int | None


class Column(NamedTuple):
    """A column of a table: its name in the JSON twin, what people read, and how its values are shown."""

    key: str
    head: str
    kind: Kind = "text"


class Table(NamedTuple):
    """Rows of values; what people see is made from them by kind, so that sorting never reads what was rounded."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    left_out: int = 0


class Fact(NamedTuple):
    """One number of note; `before` is that of the window before."""

    key: str
    label: str
    value: Value
    kind: Kind
    before: Value = None


class Section(NamedTuple):
    """A part with an anchor that never changes."""

    anchor: str
    title: str
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    note: str = ""


class Page(NamedTuple):
    """The whole report."""

    title: str
    span: str
    made: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
