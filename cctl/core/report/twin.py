"""The report as JSON: every number that the page shows, before it was rounded, under the same anchors."""

from __future__ import annotations

import json

from cctl.core.plot.picture import Picture, alt_text
from cctl.core.report.page import Page, Table
from cctl.records.schema import Record


def twin(page: Page) -> str:
    """The document."""
    document: Record = {"v": 1, "title": page.title, "span": page.span, "made": page.made}
    document["facts"] = {
        fact.key: {"value": fact.value} | ({"before": fact.before} if fact.before is not None else {})
        for fact in page.facts
    }
    document["sections"] = {
        section.anchor: {
            "title": section.title,
            "pictures": [_picture(each) for each in section.pictures],
            "tables": [_table(each) for each in section.tables],
        }
        | ({"note": section.note} if section.note else {})
        for section in page.sections
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _picture(picture: Picture) -> Record:
    return {"kind": type(picture).__name__.lower(), "title": picture.title, "words": alt_text(picture)}


def _table(table: Table) -> Record:
    keys = [column.key for column in table.columns]
    rows = [{key: value for key, value in zip(keys, row, strict=True) if value not in (None, "")} for row in table.rows]
    return {"rows": rows} | ({"left_out": table.left_out} if table.left_out else {})
