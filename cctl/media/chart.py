"""A picture as PNG, through matplotlib where it is installed.

Drawn on matplotlib's own canvas object: its global state and its window toolkits stay untouched, and so does the
reader's configuration. The file carries no date and no version, so that the same records give the same bytes.
"""

from __future__ import annotations

import warnings
from datetime import tzinfo
from typing import Any

from cctl.core.plot.palette import Palette
from cctl.core.plot.picture import Bars, Heat, Lines, Picture, Spans, amount, reach_of
from cctl.core.plot.svg import level, short
from cctl.core.plot.time import marks
from cctl.core.reel.cell import clean
from cctl.media.missing import need

_DOTS = 120  # per inch


def png(picture: Picture, palette: Palette, path: str, *, width: int = 800, height: int = 400, zone: tzinfo) -> None:
    """Write the file."""
    need("matplotlib")
    from matplotlib import rc_context  # noqa: PLC0415 -- 400 ms that only PNGs pay
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 -- see above
    from matplotlib.figure import Figure  # noqa: PLC0415 -- see above

    with rc_context({"text.parse_math": False, "font.family": ["DejaVu Sans"], "svg.hashsalt": "cctl"}):
        figure = Figure(figsize=(width / _DOTS, _tall(picture, height) / _DOTS), dpi=_DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _dress(figure, axes, palette)
        axes.set_title(
            _words(picture.title), loc="left", color=palette.ink or "#000000", fontsize=10, fontweight="bold"
        )
        match picture:
            case Bars():
                _bars(axes, picture, palette)
            case Lines():
                _lines(axes, picture, palette, zone)
            case Spans():
                _spans(axes, picture, palette, zone)
            case Heat():
                _heat(axes, picture, palette)
        if picture.note:
            figure.supxlabel(_words(picture.note), fontsize=7, color=palette.dim or "#666666")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a name in a script that the font lacks is drawn as boxes
            figure.savefig(path, format="png", metadata={"Software": None})


def _tall(picture: Picture, height: int) -> int:
    if isinstance(picture, Spans):
        return max(height, 80 + 26 * len(picture.lanes))
    if isinstance(picture, Bars) and picture.flat:
        return max(200, 80 + 26 * len(picture.labels))
    return height


def _words(text: str) -> str:
    return clean(text)[:120]


def _dress(figure: Any, axes: Any, palette: Palette) -> None:
    ground = palette.paper or "#ffffff"
    figure.set_facecolor(ground)
    axes.set_facecolor(ground)
    axes.tick_params(colors=palette.dim or "#666666", labelsize=8, length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _colour(palette: Palette, place: int) -> str:
    return palette.series[place] if palette.series else str(min(0.8, place * 0.11))


def _amounts(axis: Any, unit: str) -> None:
    axis.set_major_formatter(lambda value, _at: amount(value, unit))


def _legend(axes: Any, palette: Palette) -> None:
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) > 1:
        look = {"fontsize": 7, "frameon": False, "labelcolor": palette.ink or "#000000", "ncols": 5}
        axes.figure.legend(handles, labels, loc="outside lower left", **look)


def _bars(axes: Any, picture: Bars, palette: Palette) -> None:
    places = list(range(len(picture.labels)))
    below = [0.0] * len(places)
    for number, each in enumerate(picture.series):
        values = [value or 0.0 for value in each.values]
        look = {"label": _words(each.name), "color": _colour(palette, palette.place(each.name, number))}
        if picture.flat:
            axes.barh(places, values, left=below, **look)
        else:
            axes.bar(places, values, bottom=below, **look)
        below = [a + b for a, b in zip(below, values, strict=True)]
    names = [_words(each if picture.flat else short(each)) for each in picture.labels]
    if picture.flat:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        _amounts(axes.xaxis, picture.unit)
    else:
        skip = max(1, -(-len(places) // 12))
        axes.set_xticks(places[::skip], names[::skip])
        _amounts(axes.yaxis, picture.unit)
    _limits(axes, picture, palette)
    axes.grid(axis="x" if picture.flat else "y", color=palette.grid or "#cccccc", linewidth=0.8)
    axes.set_axisbelow(True)
    _legend(axes, palette)


def _limits(axes: Any, picture: Bars | Lines, palette: Palette) -> None:
    for limit in picture.limits:
        name = _words(f"{limit.name} {amount(limit.value, picture.unit)}")
        axes.axhline(limit.value, color=palette.limit or "#000000", linestyle="--", linewidth=1, label=name)


def _times(axes: Any, start: float, end: float, zone: tzinfo) -> None:
    found = list(marks(start, end, zone, 7))
    axes.set_xticks([start + share * (end - start) for share, _ in found], [label for _, label in found])


def _lines(axes: Any, picture: Lines, palette: Palette, zone: tzinfo) -> None:
    for number, track in enumerate(picture.tracks):
        look = {"color": _colour(palette, number % 8), "linestyle": "--" if track.dashed else "-", "linewidth": 1.5}
        axes.plot(*zip(*track.points, strict=True), label=_words(track.name), **look)
    for event in picture.events:
        axes.axvline(event.ms, color=palette.limit or "#000000", linestyle=":", linewidth=0.8)
    times = [ms for track in picture.tracks for ms, _ in track.points]
    _times(axes, min(times), max(times), zone)
    axes.set_ylim(bottom=0)
    _amounts(axes.yaxis, picture.unit)
    _limits(axes, picture, palette)
    axes.grid(axis="y", color=palette.grid or "#cccccc", linewidth=0.8)
    _legend(axes, palette)


def _spans(axes: Any, picture: Spans, palette: Palette, zone: tzinfo) -> None:
    said: set[str] = set()
    start, end = reach_of(picture)
    for at, lane in enumerate(picture.lanes):
        for each in lane.stretches:
            name = _words(each.state.replace("_", " "))
            wide = max(each.end - each.start, (end - start) / 400)
            colour = _colour(palette, palette.state(each.state))
            axes.barh(at, wide, left=each.start, height=0.6, color=colour, label="_" + name if name in said else name)
            said.add(name)
    axes.set_yticks(range(len(picture.lanes)), [_words(lane.name)[:40] for lane in picture.lanes])
    axes.invert_yaxis()
    _times(axes, start, max(end, start + 1), zone)
    _legend(axes, palette)


def _heat(axes: Any, picture: Heat, palette: Palette) -> None:
    from matplotlib.colors import ListedColormap  # noqa: PLC0415 -- see `png`

    most = max((value for values in picture.values for value in values), default=0.0)
    levels = [[level(value, most) for value in values] for values in picture.values]
    colours = list(palette.heat) or ["#f2f2f2", "#cccccc", "#999999", "#666666", "#333333"]
    axes.pcolormesh(
        levels, cmap=ListedColormap(colours), vmin=0, vmax=4, edgecolors=palette.paper or "#ffffff", linewidth=2
    )
    axes.set_xticks([at + 0.5 for at in range(len(picture.columns))], list(picture.columns))
    axes.set_yticks([at + 0.5 for at in range(len(picture.rows))], list(picture.rows))
    axes.invert_yaxis()
