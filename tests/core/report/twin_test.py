"""The JSON twin holds the same numbers, unrounded."""

from __future__ import annotations

import json

from cctl.core.report.twin import twin
from tests.reported import PAGE


def test_the_same_numbers_under_the_same_anchors():
    made = json.loads(twin(PAGE))
    assert made["v"] == 1 and made["facts"]["cost_usd"] == {"value": 143.0, "before": 100.0}
    assert list(made["sections"]) == [section.anchor for section in PAGE.sections]
    for section in PAGE.sections:
        tables = made["sections"][section.anchor]["tables"]
        assert [len(table["rows"]) for table in tables] == [len(table.rows) for table in section.tables]
    assert made["sections"]["projects"]["tables"][0]["rows"][0]["cost_usd"] == 12.4
    assert made["sections"]["spend"]["pictures"][0]["kind"] == "bars"
