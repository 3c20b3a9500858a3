"""Records → a report. Each section is made from what is there; a section without records isn't in the report."""

from __future__ import annotations

from collections.abc import Callable

from cctl.core.report import judged, spent, worked
from cctl.core.report.field import Frame, Gathered
from cctl.core.report.page import Page, Section, Table, Value

_SECTIONS: tuple[Callable[[Gathered, Frame], Section | None], ...] = (
    *(spent.spend, spent.models, spent.projects, worked.sessions, judged.findings, judged.verdicts),
    *(judged.conflicts, worked.work, worked.files, spent.budget, spent.habits),
)


def build(given: Gathered, frame: Frame) -> Page:
    """The report."""
    made = (make(given, frame) for make in _SECTIONS)
    clean = frame.redactor.text if frame.redactor else _as_is
    sections = tuple(_cleaned(section, clean) for section in made if section)
    return Page(clean(frame.title), frame.span, frame.made, spent.facts(given), sections)


def _as_is(text: str) -> str:
    return text


def _cleaned(section: Section, clean: Callable[[str], str]) -> Section:
    """Every text of a section without its secrets; times and numbers hold none."""
    return section._replace(tables=tuple(_cleaned_table(table, clean) for table in section.tables))


def _cleaned_table(table: Table, clean: Callable[[str], str]) -> Table:
    kinds = [column.kind for column in table.columns]
    known: dict[str, str] = {}  # project names come by the hundred

    def value(each: Value, kind: str) -> Value:
        if kind != "text" or not isinstance(each, str):
            return each
        if each not in known:
            known[each] = clean(each)
        return known[each]

    rows = tuple(tuple(value(each, kind) for each, kind in zip(row, kinds, strict=True)) for row in table.rows)
    return table._replace(rows=rows)
