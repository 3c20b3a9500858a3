"""A cast that somebody recorded, played on a terminal in memory and looked at many times a second.

The terminal drops the rest of a line after characters without width, so these are taken out first. What it shows
becomes a film like any other, with the cast's own colours instead of roles.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cctl.core.reel.card import moment_of
from cctl.core.reel.cast import Cast
from cctl.core.reel.cell import Row, Span, Style, clean, coalesced
from cctl.core.reel.film import Film, Frame, Marker
from cctl.media.missing import need
from cctl.records.pattern import pattern

_NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
_BASIC = (
    *("#0d1117", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#c9d1d9"),
    *("#6e7681", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff"),
)
_NO_WIDTH = pattern("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def played(
    recording: Cast,
    *,
    title: str = "",
    rate: float = 12.0,
    speed: float = 1.0,
    idle_cap: float = 0.0,
    theme: str = "dark",
) -> Film:
    """The film of a cast: a frame whenever the screen changed, at most `rate` times a second."""
    need("pyte")
    import pyte  # noqa: PLC0415 -- only casts from elsewhere pay

    columns, rows = _size(recording)
    terminal = pyte.Screen(columns, rows)
    stream = pyte.Stream(terminal)
    now = due = last = 0.0
    frames: list[Frame] = [Frame(0.0, ((),) * rows)]
    markers: list[Marker] = []
    for event in recording.events:
        gap = event.at - last
        last = event.at
        now += (min(gap, idle_cap) if idle_cap else gap) / speed
        if terminal.dirty and now >= due:
            _look(terminal, frames, due)
        due = max(due, _tick(now, rate))
        if event.kind == "o":
            _feed(stream, _NO_WIDTH.sub("", event.data))
        elif event.kind == "m":
            markers.append(Marker(round(now, 3), clean(event.data), True))
    _look(terminal, frames, now)
    poster = max(range(len(frames)), key=lambda at: (sum(map(bool, frames[at].rows)), at))
    name = clean(str(recording.header.get("title") or title))
    stamp = recording.header.get("timestamp")
    about = f"Terminal recording of {round(now)} seconds" + (f": {name}." if name else ".")
    start = _stamp(stamp) if isinstance(stamp, int) else ""
    hold = now + (1.0 if frames else 0.0)
    return Film(columns, rows, tuple(frames), tuple(markers), round(hold, 3), name, about, start, poster, theme)


def _size(recording: Cast) -> tuple[int, int]:
    """The largest size that the terminal had; what is smaller is shown in its corner."""
    columns, rows = recording.columns, recording.rows
    for event in recording.events:
        found = re.fullmatch(r"(\d{1,3})x(\d{1,3})", event.data) if event.kind == "r" else None
        if found:
            columns, rows = max(columns, int(found[1])), max(rows, int(found[2]))
    return min(columns, 400), min(rows, 200)


def _tick(now: float, rate: float) -> float:
    return (int(now * rate) + 1) / rate


def _feed(stream: Any, data: str) -> None:
    try:
        stream.feed(data)
    except (TypeError, ValueError, IndexError, AssertionError, KeyError):
        stream.detach(stream.listener)  # a sequence that breaks the terminal is dropped, what follows counts
        stream.attach(stream.listener)


def _look(terminal: Any, frames: list[Frame], at: float) -> None:
    if not terminal.dirty:
        return
    rows = list(frames[-1].rows)
    for line in terminal.dirty:
        if line < len(rows):
            rows[line] = _row(terminal.buffer[line], terminal.columns)
    terminal.dirty.clear()
    if tuple(rows) != frames[-1].rows:
        if frames[-1].at >= at:
            frames.pop()
        frames.append(Frame(round(at, 3), tuple(rows)))


def _row(line: Any, columns: int) -> Row:
    """One line of the terminal; only cells that were written are kept there, runs of one look become spans."""
    spans: list[Span] = []
    end = min(max(line, default=-1) + 1, columns)
    run: list[str] = []
    look: Any = None
    for column in range(end):
        cell = line[column]
        if cell[1:8] != look:
            if run:
                spans.append(_span(run, look))
            run, look = [], cell[1:8]
        run.append(cell[0])  # the second half of a wide character is empty
    if run:
        spans.append(_span(run, look))
    while spans and not spans[-1].text.strip() and not spans[-1].style.paper:
        spans.pop()
    return coalesced(tuple(spans))


def _span(run: list[str], look: Any) -> Span:
    ink, paper, bold, italic, underline, _struck, reverse = look
    return Span(clean("".join(run)), _style(ink, paper, bold, italic, underline, reverse))


@lru_cache(4096)
def _style(ink: str, paper: str, bold: bool, italic: bool, underline: bool, reverse: bool) -> Style:
    front, back = _colour(ink), _colour(paper)
    if reverse:
        front, back = back or "paper", front or "ink"
    return Style(front, back, bold, False, italic, underline)


def _colour(name: str) -> str:
    if name == "default":
        return ""
    bright = name.startswith("bright")
    plain = name.removeprefix("bright").replace("yellow", "brown")
    if plain in _NAMES:
        return _BASIC[_NAMES.index(plain) + 8 * bright]
    return f"#{name.lower()}" if re.fullmatch("[0-9a-fA-F]{6}", name) else ""


def _stamp(seconds: int) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 -- see above

    try:
        made = datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
    return made if moment_of(made) else ""
