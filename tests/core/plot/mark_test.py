"""The marks of an SVG."""

from __future__ import annotations

from cctl.core.plot.mark import box, line, text, xml


def test_marks():
    assert text(1, 2.5, "a<b", "d", "end") == '<text class="d" x="1" y="2.5" text-anchor="end">a&lt;b</text>'
    assert (
        box("c0", 1, 2, 3, 4, "w", 2)
        == '<rect class="c0" x="1" y="2" width="3" height="4" rx="2"><title>w</title></rect>'
    )
    assert line("g", 0, 0, 1, 1) == '<line class="g" x1="0" y1="0" x2="1" y2="1"/>'
    assert xml('a\x00\ud800\uffff"') == "a   &quot;"
