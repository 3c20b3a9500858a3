"""Findings, conflicts, verdicts."""

from __future__ import annotations

from cctl.core.report import judged
from tests.reported import FRAME, gathered

GIVEN = gathered()


def test_the_worst_first_and_conflicts_apart():
    rows = judged.findings(GIVEN, FRAME).tables[0].rows
    assert [row[0] for row in rows] == ["critical", "warning", "warning", "info"]
    assert [row[2] for row in judged.conflicts(GIVEN, FRAME).tables[0].rows] == ["a.py: two sessions"]


def test_verdicts_are_counted_and_refusals_have_reasons():
    counts, held = judged.verdicts(GIVEN, FRAME).tables
    assert counts.rows[0] == ("allow", "rule", "Bash", 2.0)
    assert [row[1] for row in held.rows] == ["deny", "ask"] and "why deny" in held.rows[0][2]
