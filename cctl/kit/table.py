"""Tables for eyes and tab-separated values: cells of records, with hostile text made harmless."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cctl.kit.say import visible
from cctl.records.schema import Record

_HIDDEN = frozenset({"type", "v", "src", "spend"})


def value_at(record: Record, path: str) -> Any:
    """The value at a dotted path, None when there is none."""
    value: Any = record
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return value


def default_columns(record: Record) -> tuple[str, ...]:
    """Dotted paths of what a record holds, without what no eye looks for."""
    paths: list[str] = []
    for key, value in record.items():
        if key in _HIDDEN:
            continue
        if isinstance(value, dict):
            paths += [f"{key}.{inner}" for inner in value if not isinstance(value[inner], dict)]
        else:
            paths.append(key)
    return tuple(paths)


def expanded(columns: Sequence[str], rows: Sequence[Record]) -> tuple[str, ...]:
    """Columns that name an object give way to one for each of its members, as the rows have them."""
    found: dict[str, None] = {}
    for column in columns:
        inner = [value for row in rows if isinstance(value := value_at(row, column), dict)]
        found.update(dict.fromkeys(f"{column}.{key}" for value in inner for key in value) if inner else {column: None})
    return tuple(found)


def tsv_cell(value: Any) -> str:
    """A value in one tab-separated cell."""
    text = _plain(value)
    text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return visible(text)


def table(rows: Sequence[Record], columns: Sequence[str]) -> str:
    """Records as an aligned table; those that have none of the columns are left out."""
    from tabulate import tabulate  # noqa: PLC0415 -- 20 ms, only tables pay

    if not columns:
        seen: dict[str, None] = {}
        for row in rows:
            seen.update(dict.fromkeys(default_columns(row)))
        columns = tuple(seen)
    columns = expanded(columns, rows)
    cells = [[value_at(row, column) for column in columns] for row in rows]
    kept = [row for row in cells if any(value is not None for value in row)]
    right = [_numeric([row[i] for row in kept]) for i in range(len(columns))]
    shown = [[_eye(column, value) for column, value in zip(columns, row, strict=True)] for row in kept]
    titles = _titles(columns)
    align = ["right" if numeric else "left" for numeric in right]
    return str(tabulate(shown, titles, tablefmt="simple", colalign=align or None, disable_numparse=True))


def _titles(columns: Sequence[str]) -> list[str]:
    """The last part of each path, where that is enough to tell the columns apart."""
    last = [column.rpartition(".")[2] for column in columns]
    return [name if last.count(name) == 1 else column for name, column in zip(last, columns, strict=True)]


def _numeric(values: Sequence[Any]) -> bool:
    return any(type(value) in (int, float) for value in values)


def _eye(column: str, value: Any) -> str:
    if column.endswith("_usd") and type(value) in (int, float):
        return f"{value:,.2f}" if abs(value) >= 1 or value == 0 else f"{value:.4f}"
    if column.endswith("_ratio") and type(value) in (int, float):
        return f"{value:.0%}"
    if type(value) is float:
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    if type(value) is int:
        return f"{value:,}"
    return visible(_plain(value))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, list | dict):
        from cctl.records import codec  # noqa: PLC0415 -- rare

        return codec.encode({"": value})[4:-1].decode()
    return str(value)
