"""Values as people read them."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from cctl.core.report.page import Fact
from cctl.core.report.show import change, shown, sort_key


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "usd", ""),
        (12.5, "usd", "$12.50"),
        (12345, "count", "12,345"),
        (12345, "tokens", "12.3k"),
        (0.5, "ratio", "50 %"),
        (4000, "duration", "1 h 06 min"),
        ("2026-11-20T09:26:34.000Z", "time", "2026-11-20 09:26"),
        ("nonsense\x1b[31m", "time", "nonsense"),
        ("a\x1b[31mb\u202e", "text", "ab"),
    ],
)
def test_values(value, kind, words):
    assert shown(value, kind, UTC) == words


def test_times_in_the_zone():
    assert shown("2026-11-20T22:00:00Z", "time", timezone(timedelta(hours=3))) == "2026-11-21 01:00"


def test_changes():
    assert change(Fact("a", "a", 150.0, "usd", 100.0)) == "+50 %"
    assert change(Fact("a", "a", 50.0, "usd", 100.0)) == "−50 %"
    assert change(Fact("a", "a", 50.0, "usd", 0)) == "new"
    assert change(Fact("a", "a", 50.0, "usd")) == ""


def test_sorting_reads_what_was_not_rounded():
    assert sort_key(0.123456) == "0.123456" and sort_key("x") == "" and sort_key(None) == ""
