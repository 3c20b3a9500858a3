"""Bars of blocks, upright and lying; eighths of a block where one series ends."""

from __future__ import annotations

from collections.abc import Sequence

from cctl.core.plot.canvas import DIM, LIMIT, Canvas, axis, legend
from cctl.core.plot.picture import Bars, amount, ticks, top_of
from cctl.core.plot.svg import short
from cctl.core.reel.cell import Row, Span, Style, clean, cut, row, width

_EIGHTHS = "▁▂▃▄▅▆▇█"
_ACROSS = "▏▎▍▌▋▊▉█"


def upright(picture: Bars, canvas: Canvas) -> list[Row]:
    """Bars that stand, with an axis."""
    height = canvas.rows - 3
    steps = ticks(top_of(picture), max(4, height // 3))
    labels, left = axis(steps, picture.unit, height)
    count = len(picture.labels)
    room = canvas.columns - left - 1
    wide = max(1, min(8, room // max(count, 1) - 1))
    gap = 1 if (wide + 1) * count <= room else 0
    shown = min(count, room // (wide + gap))
    first = count - shown
    bars = [_column(picture, at, steps[-1], height, canvas) for at in range(first, count)]
    limits = {height - 1 - round(limit.value / steps[-1] * (height - 1)): limit for limit in picture.limits}
    out: list[Row] = []
    for line in range(height):
        spans = [Span(f"{labels[line]:>{left}}", DIM), Span("┤" if labels[line] else "│", DIM)]
        for bar in bars:
            block, style = bar[height - 1 - line]
            empty = block == " "
            fill = "╌" if empty and line in limits else block
            spans.append(Span(fill * wide, LIMIT if empty and line in limits else style))
            spans.append(Span(("╌" if line in limits else " ") * gap, LIMIT if line in limits else Style()))
        out.append(row(*spans))
    out.append(row(Span(" " * left + "└" + "─" * ((wide + gap) * shown), DIM)))
    out.append(row(Span(" " * (left + 1) + _below([short(each) for each in picture.labels[first:]], wide + gap), DIM)))
    names = [f"{limit.name} {amount(limit.value, picture.unit)}" for limit in picture.limits]
    return out + legend([each.name for each in picture.series], canvas, names)


def _column(picture: Bars, at: int, top: float, height: int, canvas: Canvas) -> list[tuple[str, Style]]:
    """The blocks of one bar from the bottom up; in a cell of two series the lower stands on the other's ground."""
    cells: list[tuple[str, Style]] = []
    below = 0.0
    filled: list[tuple[float, int]] = []
    for number, each in enumerate(picture.series):
        value = (each.values[at] or 0.0) / top * height
        if value > 0:
            filled.append((below + value, number))
            below += value
    for line in range(height):
        inside = [(end, number) for end, number in filled if end > line]
        if not inside:
            cells.append((" ", Style()))
            continue
        end, number = inside[0]
        share = min(end - line, 1.0)
        if share >= 0.999:
            cells.append((canvas.block(number), canvas.ink(number, picture.series[number].name)))
        elif len(inside) > 1 and canvas.coloured:
            ground = canvas.colour(inside[1][1], picture.series[inside[1][1]].name)
            cells.append(
                (
                    _EIGHTHS[max(0, round(share * 8) - 1)],
                    Style(canvas.colour(number, picture.series[number].name), ground),
                )
            )
        elif canvas.coloured or len(picture.series) == 1:
            cells.append((_EIGHTHS[max(0, round(share * 8) - 1)], canvas.ink(number, picture.series[number].name)))
        else:
            number = inside[1][1] if len(inside) > 1 and share < 0.5 else number
            cells.append((canvas.block(number) if share >= 0.5 or len(inside) > 1 else " ", Style()))
    return cells


def _below(labels: Sequence[str], step: int) -> str:
    """Labels under bars, as many as have room."""
    out = ""
    for at, label in enumerate(labels):
        place = at * step
        if len(out) <= place:
            out = out.ljust(place) + clean(label) + " "
    return out.rstrip()[: max(len(labels) * step + 6, 0)]


def flat(picture: Bars, canvas: Canvas) -> list[Row]:
    """Bars that lie, the largest first."""
    left = min(max((width(clean(each)) for each in picture.labels), default=0), canvas.columns // 3)
    top = max(top_of(picture), 1e-12)
    room = canvas.columns - left - 12
    out: list[Row] = []
    for at, label in enumerate(picture.labels):
        name = cut(clean(label), left)
        spans = [Span(" " * (left - width(name)) + name), Span(" ▏", DIM)]
        for number, each in enumerate(picture.series):
            value = (each.values[at] or 0.0) / top * room
            whole = int(value)
            part = round((value - whole) * 8)
            block = canvas.block(number) * whole
            if number == len(picture.series) - 1 or not any(other.values[at] for other in picture.series[number + 1 :]):
                block += _ACROSS[part - 1] if part and canvas.coloured else "▌" if part >= 4 else ""
            spans.append(Span(block, canvas.ink(number, picture.series[number].name)))
        whole_value = sum(each.values[at] or 0.0 for each in picture.series)
        spans.append(Span(f" {amount(whole_value, picture.unit)}", DIM))
        out.append(row(*spans))
    return out + legend([each.name for each in picture.series], canvas)
