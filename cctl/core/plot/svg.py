"""A picture as SVG: text that can be selected, a word on every mark, light and dark by the reader's choice.

`theme="auto"` carries both sets of colours and follows the page; the others are fixed. No script, no font of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from cctl.core.plot.mark import box, line, text, xml
from cctl.core.plot.palette import Palette
from cctl.core.plot.picture import Bars, Heat, Lines, Picture, Spans, alt_text, amount, reach_of, ticks, top_of
from cctl.core.plot.time import marks
from cctl.records.named import NamedTuple

_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 20, 46, 46
_LANE, _BAR, _CELL, _MORE = 22, 22, 26, 18
_LETTER = 6.6  # width of a letter of the labels, about


class Frame(NamedTuple):
    """The part of the picture that is drawn in."""

    left: float
    top: float
    width: float
    height: float

    def y(self, share: float) -> float:
        """From the bottom up."""
        return round(self.top + self.height * (1 - share), 2)

    def x(self, share: float) -> float:
        """From left to right."""
        return round(self.left + self.width * share, 2)


def svg(
    picture: Picture, palettes: Mapping[str, Palette], *, theme: str = "auto", width: int = 800, zone: tzinfo = UTC
) -> str:
    """The whole file."""
    left = _left(picture)
    across = width - left - _RIGHT
    more = max((at for _, at in _laid(_names(picture), across)), default=0) * _MORE
    height = _height(picture) + more
    frame = Frame(left, _TOP, across, height - more - _TOP - _BOTTOM)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
    words = xml(alt_text(picture))
    body = "".join(_draw(picture, frame, zone, palettes["dark"]))
    style = f"<style>{sheet(palettes, theme)}</style>\n" if theme else ""  # "": the page around it has the rules
    note = text(width - _RIGHT, height - 10, picture.note, "d", "end") if picture.note else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" {size} aria-label="{words}">\n'
        f"{style}{box('p', 0, 0, width, height, round_=6)}\n"
        f"{text(16, 26, picture.title, 't')}\n{body}{note}\n</svg>\n"
    )


def _height(picture: Picture) -> int:
    if isinstance(picture, Spans):
        return _TOP + _BOTTOM + _LANE * len(picture.lanes) + 8
    if isinstance(picture, Heat):
        return _TOP + _BOTTOM + _CELL * len(picture.rows)
    if isinstance(picture, Bars) and picture.flat:
        return _TOP + _BOTTOM + _BAR * len(picture.labels) + 8
    return 320


def _left(picture: Picture) -> float:
    names: Sequence[str] = ()
    if isinstance(picture, Spans):
        names = [lane.name for lane in picture.lanes]
    elif isinstance(picture, Bars) and picture.flat:
        names = picture.labels
    return min(260.0, max([_LEFT, *(24 + _LETTER * len(name) for name in names)]))


def sheet(palettes: Mapping[str, Palette], theme: str) -> str:
    """The rules of style; for `auto` light ones and dark ones."""
    if theme != "auto":
        return _rules(palettes[theme])
    return f"{_rules(palettes['light'])}@media(prefers-color-scheme:dark){{{_rules(palettes['dark'])}}}"


def _rules(palette: Palette) -> str:
    ink = palette.ink or "currentColor"
    rules = [
        f"text{{font:12px system-ui,sans-serif;fill:{ink}}}",
        ".t{font-size:15px;font-weight:600}",
        f".d{{fill:{palette.dim or ink}}}",
        f".p{{fill:{palette.paper or 'none'}}}",
        f".g{{stroke:{palette.grid or ink};stroke-width:1}}",
        f".l{{stroke:{palette.limit or ink};stroke-width:1.5;stroke-dasharray:5 4;fill:none}}",
        f".e{{fill:{palette.limit or ink};paint-order:stroke;stroke:{palette.paper or 'none'};stroke-width:3px}}",
    ]
    for at in range(8):
        colour = palette.series[at] if palette.series else ink
        faded = "" if palette.series else f";opacity:{1 - at * 0.11:.2f}"
        rules.append(f".c{at}{{fill:{colour}{faded}}}")
        rules.append(f".k{at}{{stroke:{colour};stroke-width:2;fill:none{faded}}}")
    for at in range(5):
        colour = palette.heat[at] if palette.heat else f"{ink};opacity:{0.1 + at * 0.2:.1f}"
        rules.append(f".h{at}{{fill:{colour}}}")
    return "".join(f".plot {rule}" for rule in rules)


def _draw(picture: Picture, frame: Frame, zone: tzinfo, palette: Palette) -> Iterator[str]:
    match picture:
        case Bars():
            colours = [palette.place(each.name, at) for at, each in enumerate(picture.series)]
            yield from (_flat if picture.flat else _upright)(picture, frame, colours)
        case Lines():
            yield from _lines(picture, frame, zone)
        case Spans():
            yield from _spans(picture, frame, zone, palette)
        case Heat():
            yield from _heat(picture, frame)


def _scale(picture: Bars | Lines, frame: Frame) -> tuple[float, list[str]]:
    """The value at the top, and the lines across with their values."""
    steps = ticks(top_of(picture))
    drawn = []
    for value in steps:
        y = frame.y(value / steps[-1])
        drawn.append(line("g", frame.left, y, frame.x(1), y))
        drawn.append(text(frame.left - 8, y + 4, amount(value, picture.unit), "d", "end"))
    return steps[-1], drawn


def _limits(picture: Bars | Lines, frame: Frame, top: float) -> Iterator[str]:
    for limit in picture.limits:
        y = frame.y(limit.value / top)
        yield line("l", frame.left, y, frame.x(1), y)
        yield text(frame.x(1), y - 4, f"{limit.name} {amount(limit.value, picture.unit)}", "e", "end")


def _laid(names: Sequence[str], room: float) -> list[tuple[float, int]]:
    """Where each name of a legend stands: how far to the right, and in which line."""
    places: list[tuple[float, int]] = []
    x, line_at = 0.0, 0
    for name in names:
        size = 28 + _LETTER * len(name)
        if x and x + size > room:
            x, line_at = 0.0, line_at + 1
        places.append((x, line_at))
        x += size
    return places


def _names(picture: Picture) -> list[str]:
    """What the legend says; nothing for a single series."""
    match picture:
        case Bars():
            found = [each.name for each in picture.series]
        case Lines():
            found = [each.name for each in picture.tracks]
        case Spans():
            found = list(dict.fromkeys(each.state for lane in picture.lanes for each in lane.stretches))
        case Heat():
            found = []
    return found if len(found) > 1 else []


def _legend(picture: Picture, frame: Frame, colours: Sequence[int]) -> Iterator[str]:
    names = _names(picture)
    for name, colour, (x, at) in zip(names, colours, _laid(names, frame.width), strict=False):
        left, y = frame.left + x, frame.top + frame.height + 38 + at * _MORE
        yield box(f"c{colour}", left, y - 9, 10, 10, round_=2) + text(left + 14, y, name.replace("_", " "))


def _upright(picture: Bars, frame: Frame, colours: Sequence[int]) -> Iterator[str]:
    top, axis = _scale(picture, frame)
    yield from axis
    step = frame.width / max(len(picture.labels), 1)
    wide = min(step * 0.72, 64)
    skip = max(1, -(-len(picture.labels) * 60 // int(frame.width)))
    for at, label in enumerate(picture.labels):
        x = frame.left + step * (at + 0.5) - wide / 2
        below = 0.0
        for number, each in enumerate(picture.series):
            value = each.values[at] or 0.0
            if value > 0:
                high = frame.height * value / top
                words = f"{label} · {each.name}: {amount(value, picture.unit)}"
                yield box(f"c{colours[number]}", x, frame.y(below / top) - high, wide, high, words)
                below += value
        if at % skip == 0:
            yield text(x + wide / 2, frame.top + frame.height + 16, short(label), "d", "middle")
    yield from _limits(picture, frame, top)
    yield from _legend(picture, frame, colours)


def short(label: str) -> str:
    """A date without its year, an hour without its offset."""
    if len(label) == 10 and label[4:5] == "-":
        return label[5:]
    return label[5:16].replace("T", " ") if len(label) > 16 and label[4:5] == "-" else label[:14]


def _flat(picture: Bars, frame: Frame, colours: Sequence[int]) -> Iterator[str]:
    top = max(top_of(picture), 1e-12)
    room = frame.width - 70
    for at, label in enumerate(picture.labels):
        x, y = frame.left, frame.top + at * _BAR
        yield text(frame.left - 8, y + 14, _cut(label, frame.left), "", "end")
        for number, each in enumerate(picture.series):
            value = each.values[at] or 0.0
            if value > 0:
                words = f"{label} · {each.name}: {amount(value, picture.unit)}"
                yield box(f"c{colours[number]}", x, y + 3, room * value / top, _BAR - 7, words)
                x += room * value / top
        yield text(x + 6, y + 14, amount(sum(each.values[at] or 0.0 for each in picture.series), picture.unit), "d")
    yield from _legend(picture, frame, colours)


def _cut(label: str, room: float) -> str:
    most = int((room - 24) / _LETTER + 0.01)
    return label if len(label) <= most else label[: most - 1] + "…"


def _lines(picture: Lines, frame: Frame, zone: tzinfo) -> Iterator[str]:
    top, axis = _scale(picture, frame)
    yield from axis
    times = [ms for track in picture.tracks for ms, _ in track.points] + [event.ms for event in picture.events]
    start, end = min(times), max(times)
    reach = max(end - start, 1.0)
    for share, label in marks(start, end, zone, 7):
        yield text(frame.x(share), frame.top + frame.height + 16, label, "d", "middle")
    for event in picture.events:
        x = frame.x((event.ms - start) / reach)
        yield line("l", x, frame.top, x, frame.y(0), event.name)
    for number, track in enumerate(picture.tracks):
        places = [(frame.x((ms - start) / reach), frame.y(value / top)) for ms, value in track.points]
        dash = ' stroke-dasharray="4 4"' if track.dashed else ""
        words = xml(f"{track.name}: {amount(track.points[-1][1], picture.unit)}") if track.points else ""
        points = " ".join(f"{x:.6g},{y:.6g}" for x, y in places)
        yield f'<polyline class="k{number % 8}"{dash} points="{points}"><title>{words}</title></polyline>'
        if len(places) == 1:
            yield box(f"c{number % 8}", places[0][0] - 3, places[0][1] - 3, 6, 6, round_=3)
    yield from _limits(picture, frame, top)
    yield from _legend(picture, frame, [at % 8 for at in range(len(picture.tracks))])


def _spans(picture: Spans, frame: Frame, zone: tzinfo, palette: Palette) -> Iterator[str]:
    start, end = reach_of(picture)
    reach = max(end - start, 1.0)
    bottom = frame.top + _LANE * len(picture.lanes)
    for share, label in marks(start, end, zone, 7):
        yield line("g", frame.x(share), frame.top, frame.x(share), bottom)
        yield text(frame.x(share), bottom + 16, label, "d", "middle")
    states: dict[str, int] = {}
    for at, lane in enumerate(picture.lanes):
        y = frame.top + at * _LANE
        yield text(frame.left - 8, y + 15, _cut(lane.name, frame.left), "", "end")
        for each in lane.stretches:
            colour = states.setdefault(each.state, palette.state(each.state))
            wide = max(2.0, frame.width * (each.end - each.start) / reach)
            words = f"{lane.name}: {each.state}, {_clock(each.start, zone)}–{_clock(each.end, zone)}"
            yield box(f"c{colour}", frame.x((each.start - start) / reach), y + 4, wide, _LANE - 8, words, 2)
    yield from _legend(picture, frame, list(states.values()))


def _clock(ms: float, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, zone):%Y-%m-%d %H:%M}"


def _heat(picture: Heat, frame: Frame) -> Iterator[str]:
    most = max((value for values in picture.values for value in values), default=0.0)
    wide = frame.width / max(len(picture.columns), 1)
    bottom = frame.top + _CELL * len(picture.rows)
    for at, name in enumerate(picture.columns):
        yield text(frame.left + wide * (at + 0.5), bottom + 16, name, "d", "middle")
    for number, name in enumerate(picture.rows):
        y = frame.top + number * _CELL
        yield text(frame.left - 8, y + 17, name, "", "end")
        for at, value in enumerate(picture.values[number]):
            words = f"{name} {picture.columns[at]}: {amount(value, picture.unit)}"
            yield box(f"h{level(value, most)}", frame.left + wide * at + 1, y + 1, wide - 2, _CELL - 2, words, 3)


def level(value: float, most: float) -> int:
    """0 for nothing, 1 to 4 by share of the most."""
    return 0 if value <= 0 or most <= 0 else min(4, 1 + int(3.999 * value / most))
