"""A picture in a terminal: blocks for amounts, braille for lines, shades for heat; whole without a single colour.

Colour only tells series apart when it is there. Without it each series has a pattern of its own, so that a picture in a
log or on paper says the same.
"""

from __future__ import annotations

from cctl.core.plot import blocks, braille, grid
from cctl.core.plot.canvas import BOLD, DIM, Canvas
from cctl.core.plot.picture import Bars, Heat, Lines, Picture, Spans
from cctl.core.reel.cell import Row, Span, clean, cut, row


def rows(picture: Picture, canvas: Canvas) -> list[Row]:
    """The rows of the picture."""
    out: list[Row] = [row(Span(cut(clean(picture.title), canvas.columns), BOLD))]
    match picture:
        case Bars():
            out += blocks.flat(picture, canvas) if picture.flat else blocks.upright(picture, canvas)
        case Lines():
            out += braille.lines(picture, canvas)
        case Spans():
            out += grid.lanes(picture, canvas)
        case Heat():
            out += grid.heat(picture, canvas)
    if picture.note:
        out.append(row(Span(cut(clean(picture.note), canvas.columns), DIM)))
    return out
