"""Lines of braille dots: two across and four up in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from cctl.core.plot.canvas import BOLD, DIM, LIMIT, Canvas, axis, legend, placed
from cctl.core.plot.picture import Lines, amount, ticks, top_of
from cctl.core.plot.time import marks
from cctl.core.reel.cell import Row, Span, Style, row

_BITS = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))  # by column, from the bottom up
Place = tuple[float, float]
Dots = dict[tuple[int, int], list[int]]  # by cell: bits, and the track that came first


def lines(picture: Lines, canvas: Canvas) -> list[Row]:
    """Lines, dashed ones with gaps; events as upright dots."""
    height = canvas.rows - 3
    steps = ticks(top_of(picture), max(4, height // 3))
    labels, left = axis(steps, picture.unit, height)
    room = canvas.columns - left - 1
    times = [ms for track in picture.tracks for ms, _ in track.points] + [event.ms for event in picture.events]
    start, end = min(times), max(times)
    reach = max(end - start, 1.0)
    dots: Dots = {}
    for number, track in enumerate(picture.tracks):
        places = [
            ((ms - start) / reach * (room * 2 - 1), value / steps[-1] * (height * 4 - 1)) for ms, value in track.points
        ]
        _trace(places, number, dots, dashed=track.dashed)
    ends = {} if canvas.coloured else _ends(picture, start, reach, room, steps[-1], height)
    limits = {height - 1 - round(limit.value / steps[-1] * (height - 1)): limit for limit in picture.limits}
    events = {min(room - 1, int((event.ms - start) / reach * (room - 1))) for event in picture.events}
    out: list[Row] = []
    for line in range(height):
        spans = [Span(f"{labels[line]:>{left}}", DIM), Span("┤" if labels[line] else "│", DIM)]
        for column in range(room):
            found = dots.get((column, height - 1 - line))
            if (column, height - 1 - line) in ends:
                spans.append(Span(ends[column, height - 1 - line], BOLD))
            elif found:
                spans.append(Span(chr(0x2800 + found[0]), canvas.ink(found[1])))
            elif column in events:
                spans.append(Span("┊", LIMIT))
            else:
                spans.append(Span("╌" if line in limits else " ", LIMIT if line in limits else Style()))
        out.append(row(*spans))
    out.append(row(Span(" " * left + "└" + "─" * room, DIM)))
    out.append(row(Span(" " * (left + 1) + placed(list(marks(start, end, canvas.zone, room // 10)), room), DIM)))
    names = [f"{limit.name} {amount(limit.value, picture.unit)}" for limit in picture.limits]
    names += [f"{len(picture.events)} × {picture.events[0].name}"] if picture.events else []
    tracks = [track.name if canvas.coloured else f"{at + 1} {track.name}" for at, track in enumerate(picture.tracks)]
    return out + legend(tracks, canvas, names, blocks=canvas.coloured)


def _ends(picture: Lines, start: float, reach: float, room: int, top: float, height: int) -> dict[tuple[int, int], str]:
    """Where each line ends, with its number: lines without colour are told apart by it."""
    found: dict[tuple[int, int], str] = {}
    for number, track in enumerate(picture.tracks if len(picture.tracks) > 1 else ()):
        if track.points:
            ms, value = track.points[-1]
            column, line = int((ms - start) / reach * (room - 1)), int(value / top * (height - 1) + 0.5)
            while (column, line) in found and line < height - 1:
                line += 1
            found[column, line] = str(number + 1)
    return found


def _trace(places: Sequence[Place], number: int, dots: Dots, *, dashed: bool) -> None:
    """Dots along the straight lines between places; the first track in a cell gives it its colour."""

    def dot(x: int, y: int) -> None:
        cell = dots.setdefault((x // 2, y // 4), [0, number])
        cell[0] |= _BITS[x % 2][y % 4]

    for at, (x, y) in enumerate(places):
        dot(int(x), int(y))
        if at:
            before_x, before_y = places[at - 1]
            steps = int(max(abs(x - before_x), abs(y - before_y)))
            for step in range(1, steps):
                if not dashed or step // 2 % 3 == 0:
                    share = step / steps
                    dot(int(before_x + (x - before_x) * share), int(before_y + (y - before_y) * share))
