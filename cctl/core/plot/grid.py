"""Lanes of states and grids of heat."""

from __future__ import annotations

from cctl.core.plot.canvas import DIM, PATTERNS, Canvas, placed
from cctl.core.plot.picture import Heat, Spans, amount, reach_of
from cctl.core.plot.svg import level
from cctl.core.plot.time import marks
from cctl.core.reel.cell import Row, Span, Style, clean, cut, row, width

_SHADES = " ░▒▓█"


def lanes(picture: Spans, canvas: Canvas) -> list[Row]:
    """A lane for each name, coloured or patterned by state."""
    left = min(max(width(clean(lane.name)) for lane in picture.lanes), canvas.columns * 2 // 5)
    room = canvas.columns - left - 2
    start, end = reach_of(picture)
    reach = max(end - start, 1.0)
    states: dict[str, int] = {}
    out: list[Row] = []
    for lane in picture.lanes:
        cells: list[tuple[str, Style]] = [(" ", Style())] * room
        for each in lane.stretches:
            states.setdefault(each.state, len(states))
            style = canvas.ink(canvas.palette.state(each.state)) if canvas.coloured else Style()
            block = "█" if canvas.coloured else PATTERNS[states[each.state] % 8]
            first = int((each.start - start) / reach * (room - 1))
            for at in range(first, max(first + 1, int((each.end - start) / reach * (room - 1)) + 1)):
                cells[at] = (block, style)
        name = cut(clean(lane.name), left)
        out.append(row(Span(" " * (left - width(name)) + name), Span(" ▏", DIM), *(Span(*cell) for cell in cells)))
    out.append(row(Span(" " * (left + 2) + placed(list(marks(start, end, canvas.zone, room // 10)), room), DIM)))
    legend = [
        (
            Span(
                "█ " if canvas.coloured else PATTERNS[at % 8] + " ",
                canvas.ink(canvas.palette.state(name)) if canvas.coloured else Style(),
            ),
            Span(name.replace("_", " ") + "  "),
        )
        for name, at in states.items()
    ]
    return [*out, row(*(span for pair in legend for span in pair))]


def heat(picture: Heat, canvas: Canvas) -> list[Row]:
    """A grid of shades."""
    left = max(width(each) for each in picture.rows)
    most = max((value for values in picture.values for value in values), default=0.0)
    wide = max(1, min(4, (canvas.columns - left - 1) // max(len(picture.columns), 1)))
    out: list[Row] = []
    for name, values in zip(picture.rows, picture.values, strict=True):
        spans = [Span(f"{name:>{left}} ", DIM)]
        for value in values:
            at = level(value, most)
            ground = Style(paper=canvas.palette.heat[at]) if canvas.palette.heat else Style()
            spans.append(Span((" " if canvas.palette.heat else _SHADES[at] if at else "·") * wide, ground))
        out.append(row(*spans))
    labels = (
        "".join(f"{name:<{wide * 3}}" for name in picture.columns[:: 3 if wide < 3 else 1][:40]) if wide < 3 else ""
    )
    labels = labels or "".join(f"{name:<{wide}}" for name in picture.columns)
    out.append(row(Span(" " * (left + 1) + labels, DIM)))
    return [*out, row(Span(f"most: {amount(most, picture.unit)} in one hour", DIM))]
