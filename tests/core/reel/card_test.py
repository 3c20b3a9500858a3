"""The cards."""

from __future__ import annotations

import pytest

from cctl.core.reel.card import counted, elapsed, end_rows, lasting, many, short, span_text, title_rows
from cctl.core.reel.cell import plain, row_width


def test_the_title_card():
    data = {
        "project": "~/site",
        "branch": "main",
        "agent": "claude",
        "version": "2.1",
        "models": ["opus"],
        "start": "2026-11-20T09:26:34Z",
    }
    rows = title_rows({"title": "Greet", "data": data}, 80)
    shown = "\n".join(map(plain, rows))
    for word in ("Greet", "~/site · main", "claude 2.1 · opus", "20 Nov 2026, 09:26 UTC"):
        assert word in shown
    assert len({row_width(spans) for spans in rows}) == 1, "the frame is straight"
    assert title_rows({"title": "字" * 200, "data": {}}, 40)


def test_the_end_card_leaves_out_what_was_not():
    data = {"edits": 2, "files": 1, "added": 3, "removed": 1, "cost_usd": 0.5, "estimated": True, "tokens": 12345}
    assert counted(data) == [("edits", "2 in 1 file, +3 −1 lines"), ("tokens", "12.3k"), ("cost", "about $0.50")]
    assert counted({"cost_usd": 0.001, "unpriced": 1}) == [("cost", "$0.0010 + 1 response of unknown price")]
    assert counted({"unpriced": 3}) == [("cost", "3 responses of unknown price")]
    assert "the end" in "\n".join(map(plain, end_rows({"data": {}}, 60)))
    assert counted({"edits": "x", "cost_usd": "y", "tokens": None}) == []


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (89, "89 s"), (90, "1 min"), (3600, "1 h 00 min"), (200_000, "2 d 7 h")]
)
def test_lasting(seconds, words):
    assert lasting(seconds) == words


def test_times():
    assert elapsed("2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z") == "10 min"
    assert elapsed("x", "2026-01-01T00:10:00Z") == "" == elapsed("2026-01-01T00:00:00", "")
    assert span_text("2026-01-01T10:00:00Z", "2026-01-01T10:20:00Z") == "1 Jan 2026, 10:00–10:20 UTC"
    assert span_text("2026-01-01T10:00:00Z", "2026-01-02T10:20:00Z") == "1 Jan 2026, 10:00 – 2 Jan, 10:20 UTC"
    assert span_text("", "") == ""
    assert (many(1, "file"), many(2000, "file")) == ("1 file", "2,000 files")
    assert [short(each) for each in (840, 12_345, 4_560_000, 10**9)] == ["840", "12.3k", "4.56M", "1.00G"]
