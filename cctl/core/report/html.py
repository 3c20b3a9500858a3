"""The report as one page that needs nothing else: pictures inside, tables that sort, light and dark, screen and paper.

The same strict policy as the film's page: nothing loads, one script runs, text is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from html import escape

from cctl.core.plot.palette import Palette
from cctl.core.plot.svg import sheet, svg
from cctl.core.reel.html import Parts, head
from cctl.core.report.page import Fact, Page, Section, Table
from cctl.core.report.show import change, shown, sort_key


def html(page: Page, parts: Parts, palettes: Mapping[str, Palette], zone: tzinfo) -> Iterator[str]:
    """The page."""
    style = parts.style + sheet(palettes, "auto")  # the policy lets one style in, so the pictures bring none
    yield head(page.title, style, parts.script, f"{page.title}, {page.span}")
    yield f"<body>\n<header>\n<h1>{escape(page.title)}</h1>\n<p>{escape(page.span)}</p>\n</header>\n<nav>"
    yield "".join(f'<a href="#{each.anchor}">{escape(each.title)}</a>' for each in page.sections)
    yield '</nav>\n<main>\n<dl class="facts" id="facts">\n'
    yield "".join(_fact(fact, zone) for fact in page.facts)
    yield "</dl>\n"
    for section in page.sections:
        yield from _section(section, palettes, zone)
    yield f"</main>\n<footer>{escape(page.made)}</footer>\n<script>{parts.script}</script>\n</body>\n</html>\n"


def _fact(fact: Fact, zone: tzinfo) -> str:
    moved = change(fact)
    small = f" <small>{escape(moved)}</small>" if moved else ""
    return f"<div><dt>{escape(fact.label)}</dt><dd>{escape(shown(fact.value, fact.kind, zone))}{small}</dd></div>\n"


def _section(section: Section, palettes: Mapping[str, Palette], zone: tzinfo) -> Iterator[str]:
    yield f'<section id="{section.anchor}">\n<h2><a href="#{section.anchor}">{escape(section.title)}</a></h2>\n'
    for picture in section.pictures:
        yield f"<figure>{svg(picture, palettes, theme='', zone=zone)}</figure>\n"
    for table in section.tables:
        yield from _table(table, zone)
    yield f"<p>{escape(section.note)}</p>\n" if section.note else ""
    yield "</section>\n"


def _table(table: Table, zone: tzinfo) -> Iterator[str]:
    yield '<div class="table"><table>\n<thead><tr>'
    for column in table.columns:
        kind = "" if column.kind in ("text", "time") else ' class="n"'
        yield f'<th{kind}><button type="button">{escape(column.head)}</button></th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        yield "<tr>"
        for value, column in zip(row, table.columns, strict=True):
            key = sort_key(value)
            mark = f' data-v="{key}"' if key else ""
            kind = "" if column.kind in ("text", "time") else ' class="n"'
            yield f"<td{kind}{mark}>{escape(shown(value, column.kind, zone))}</td>"
        yield "</tr>\n"
    yield "</tbody>\n</table></div>\n"
    if table.left_out:
        yield f'<p class="rest">{table.left_out:,} more are in the ledger, not on this page.</p>\n'
