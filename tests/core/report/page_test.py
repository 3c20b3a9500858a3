"""The parts of a report are plain values: two from the same records are equal."""

from __future__ import annotations

from cctl.core.report.build import build
from tests.reported import FRAME, PAGE, gathered


def test_same_records_same_report():
    assert build(gathered(), FRAME) == PAGE
    assert len({each.anchor for each in PAGE.sections}) == len(PAGE.sections)
