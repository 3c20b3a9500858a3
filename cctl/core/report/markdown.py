"""The report as Markdown: the same tables, with the pictures in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from cctl.core.plot.picture import alt_text
from cctl.core.reel.cell import clean
from cctl.core.report.page import Page, Table
from cctl.core.report.show import change, shown

_LINES = 40  # of one table; a comment on a pull request is no ledger


def markdown(page: Page, zone: tzinfo) -> Iterator[str]:
    """The text."""
    yield f"# {_inline(page.title)}\n\n{_inline(page.span)}\n\n| | | |\n|---|---:|---|\n"
    for fact in page.facts:
        yield f"| {fact.label} | {shown(fact.value, fact.kind, zone)} | {change(fact)} |\n"
    for section in page.sections:
        yield f"\n## {section.title}\n\n"
        yield f"{_inline(section.note)}\n\n" if section.note else ""
        for picture in section.pictures:
            yield f"_{_inline(alt_text(picture))}_\n\n"
        for table in section.tables:
            yield from _table(table, zone)


def _table(table: Table, zone: tzinfo) -> Iterator[str]:
    yield "| " + " | ".join(column.head for column in table.columns) + " |\n"
    yield "|" + "|".join("---" if column.kind in ("text", "time") else "---:" for column in table.columns) + "|\n"
    for row in table.rows[:_LINES]:
        cells = (_inline(shown(value, column.kind, zone)) for value, column in zip(row, table.columns, strict=True))
        yield "| " + " | ".join(cells) + " |\n"
    rest = table.left_out + max(0, len(table.rows) - _LINES)
    yield f"\n{rest:,} more.\n\n" if rest else "\n"


def _inline(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|]|~~|(?<!\w)#|!(?=\[)|@(?=\w)|:(?=//))", r"\\\1", clean(text).strip())
