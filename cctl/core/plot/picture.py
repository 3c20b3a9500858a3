"""What a picture shows, as plain values: the same for a terminal, an SVG and a PNG.

Four kinds are enough: bars for amounts, lines for what goes on in time, spans for who did what when, heat for habits.
"""

from __future__ import annotations

from math import floor, log10

from cctl.records.named import NamedTuple


class Limit(NamedTuple):
    """A line that should not be crossed."""

    name: str
    value: float


class Series(NamedTuple):
    """Values of one name; None where there is none."""

    name: str
    values: tuple[float | None, ...]


class Bars(NamedTuple):
    """Amounts, stacked; `flat` ones lie, because their labels are names and not times."""

    title: str
    unit: str  # usd, tokens, count
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[Limit, ...] = ()
    flat: bool = False
    note: str = ""


class Track(NamedTuple):
    """A line through points (milliseconds, value); a dashed one is a guess."""

    name: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


class Event(NamedTuple):
    """Something that happened at a time."""

    ms: float
    name: str


class Lines(NamedTuple):
    """What goes on in time."""

    title: str
    unit: str  # usd, tokens, count, ratio
    tracks: tuple[Track, ...]
    limits: tuple[Limit, ...] = ()
    events: tuple[Event, ...] = ()
    note: str = ""


class Stretch(NamedTuple):
    """From one time to another in one state."""

    start: float
    end: float
    state: str


class Lane(NamedTuple):
    """The stretches of one name."""

    name: str
    stretches: tuple[Stretch, ...]


class Spans(NamedTuple):
    """Who was in which state when."""

    title: str
    lanes: tuple[Lane, ...]
    note: str = ""


class Heat(NamedTuple):
    """Amounts by two things."""

    title: str
    unit: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    note: str = ""


Picture = Bars | Lines | Spans | Heat


def amount(value: float, unit: str) -> str:
    """A value as people read it on an axis or beside a bar."""
    if unit == "usd":
        if value == int(value) and abs(value) < 1000:
            return f"${int(value)}"
        digits = 2 if abs(value) >= 0.1 else 4
        return f"${value:,.{digits}f}" if abs(value) < 1000 else f"${value:,.0f}"
    if unit == "ratio":
        return f"{value * 100:.0f} %"
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            scaled = value / size
            return f"{scaled:.{0 if scaled >= 100 or scaled == int(scaled) else 1}f}{letter}"
    return f"{value:g}" if value != int(value) else f"{int(value)}"


def ticks(top: float, count: int = 5) -> list[float]:
    """Round values from zero to above `top`, at most about `count` of them."""
    if top <= 0:
        return [0.0, 1.0]
    rough = top / max(count - 1, 1)
    power: float = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999)
    steps = 1
    while steps * step < top * 0.999:
        steps += 1
    return [round(step * at, 12) for at in range(steps + 1)]


def top_of(picture: Bars | Lines) -> float:
    """The largest value that has to fit, limits included."""
    limits = [limit.value for limit in picture.limits]
    if isinstance(picture, Bars):
        sums = [sum(each.values[at] or 0 for each in picture.series) for at in range(len(picture.labels))]
        return max([*sums, *limits, 0.0])
    return max([*(value for track in picture.tracks for _, value in track.points), *limits, 0.0])


def reach_of(picture: Spans) -> tuple[float, float]:
    """The first and the last time."""
    stretches = [each for lane in picture.lanes for each in lane.stretches]
    return min(each.start for each in stretches), max(each.end for each in stretches)


def alt_text(picture: Picture) -> str:
    """The picture in words."""
    match picture:
        case Bars():
            sums = [sum(each.values[at] or 0 for each in picture.series) for at in range(len(picture.labels))]
            best = max(range(len(sums)), key=sums.__getitem__, default=0)
            most = f"; most: {picture.labels[best]} with {amount(sums[best], picture.unit)}" if sums else ""
            return f"{picture.title}: {len(sums)} bars, {amount(sum(sums), picture.unit)} in all{most}."
        case Lines():
            last = ", ".join(
                f"{t.name} ends at {amount(t.points[-1][1], picture.unit)}" for t in picture.tracks if t.points
            )
            return f"{picture.title}: {last}; {len(picture.events)} events."
        case Spans():
            return f"{picture.title}: {len(picture.lanes)} sessions."
        case Heat():
            return f"{picture.title}: {amount(sum(map(sum, picture.values)), picture.unit)} in all."
