"""What a picture in a terminal is drawn with: its size, its colours or patterns, axes and legends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from cctl.core.plot.palette import Palette
from cctl.core.plot.picture import amount
from cctl.core.reel.cell import Row, Span, Style, clean, cut, row, row_width

PATTERNS = "█▓▒░▚▞▤▥"
DIM, BOLD, LIMIT = Style("dim"), Style(bold=True), Style("limit")


class Canvas:
    """The palette and the size that a picture is drawn with."""

    def __init__(self, columns: int, rows: int, palette: Palette, zone: tzinfo) -> None:
        self.columns, self.rows, self.zone = max(columns, 30), max(rows, 8), zone
        self.palette = palette

    @property
    def coloured(self) -> bool:
        """Whether there are colours."""
        return bool(self.palette.series)

    def colour(self, number: int, name: str = "") -> str:
        """The colour of a series, "" without colours."""
        return self.palette.series[self.palette.place(name, number)] if self.coloured else ""

    def ink(self, number: int, name: str = "") -> Style:
        """The style of a series."""
        return Style(self.colour(number, name))

    def block(self, number: int) -> str:
        """The full block of a series."""
        return "█" if self.coloured else PATTERNS[number % 8]


def axis(steps: Sequence[float], unit: str, height: int) -> tuple[list[str], int]:
    """The label of each row from the top down, and how wide they are."""
    labels = [""] * height
    for value in steps:
        labels[height - 1 - round(value / steps[-1] * (height - 1))] = amount(value, unit)
    return labels, max(map(len, labels)) + 1


def legend(names: Sequence[str], canvas: Canvas, limits: Sequence[str] = (), *, blocks: bool = True) -> list[Row]:
    """What each series and each limit is called."""
    items: list[tuple[Span, ...]] = []
    if len(names) > 1:
        for number, name in enumerate(names):
            mark = (Span(canvas.block(number) + " ", canvas.ink(number, name)),) if blocks else ()
            items.append((*mark, Span(cut(clean(name), 28) + "  ")))
    items += [(Span(f"╌ {each}  ", LIMIT),) for each in limits]
    out: list[list[Span]] = [[]]
    size = 0
    for item in items:
        size += row_width(item)
        if size > canvas.columns + 2 and out[-1]:
            out.append([])
            size = row_width(item)
        out[-1] += item
    return [row(*each) for each in out if each]


def placed(found: Sequence[tuple[float, str]], room: int) -> str:
    """Labels at their shares of a line, those that have room."""
    out = ""
    for share, label in found:
        place = max(0, min(int(share * (room - 1)) - len(label) // 2, room - len(label)))
        if not out or len(out) < place:
            out = out.ljust(place) + label
    return out
