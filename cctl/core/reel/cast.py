"""A film as asciicast, versions 2 and 3, and the reading of casts that others wrote.

Only what changed is written: a page turn clears the screen, a typed letter moves to its row. The header's time is the
session's, so that the same session gives the same bytes tomorrow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cctl.core.reel import card
from cctl.core.reel.cell import Row, coalesced, row_width
from cctl.core.reel.film import Film, deltas
from cctl.core.reel.theme import Theme
from cctl.records.errors import BadData
from cctl.records.named import NamedTuple


def cast(film: Film, theme: Theme, *, version: int = 2) -> Iterator[str]:
    """The lines of a cast."""
    yield _line(_header(film, theme, version))
    before = 0.0
    for at, kind, data in _events(film, theme):
        yield _line([round(at - before, 3) if version == 3 else at, kind, data])
        before = at
    if version == 3:
        yield _line([round(max(film.seconds - before, 0.0), 3), "x", "0"])


def _header(film: Film, theme: Theme, version: int) -> dict[str, Any]:
    started = card.moment_of(film.start)
    stamp = {"timestamp": int(started.timestamp())} if started else {}
    colours = (
        {"theme": {"fg": theme.ink("ink"), "bg": theme.ink("paper"), "palette": ":".join(theme.palette())}}
        if theme.has_colours
        else {}
    )
    if version == 3:
        term = {"cols": film.columns, "rows": film.rows, "type": "xterm-256color", **colours}
        return {"version": 3, "term": term, **stamp, "title": film.title}
    size = {"version": 2, "width": film.columns, "height": film.rows}
    return {**size, **stamp, "title": film.title, "env": {"TERM": "xterm-256color"}, **colours}


def _events(film: Film, theme: Theme) -> Iterator[tuple[float, str, str]]:
    marks = list(film.markers)
    for number, (frame, changed) in enumerate(deltas(film.frames)):
        while marks and marks[0].at <= frame.at:
            yield frame.at, "m", marks.pop(0).label
        fresh = number == 0 or len(changed) * 2 > film.rows
        out = ["\x1b[?25l\x1b[0m\x1b[2J" if number == 0 else "\x1b[0m\x1b[2J" if fresh else ""]
        for at in range(film.rows) if fresh else changed:
            if frame.rows[at] or not fresh:
                out.append(f"\x1b[{at + 1};1H{painted(frame.rows[at], theme)}{_rest(frame.rows[at], film)}")
        yield frame.at, "o", "".join(out)
    for mark in marks:
        yield film.seconds, "m", mark.label
    yield film.seconds, "o", f"\x1b[{film.rows};1H\x1b[?25h"


def _rest(spans: Row, film: Film) -> str:
    """Clears what an earlier row left behind; at the last column it would clear the last letter."""
    return "\x1b[K" if row_width(spans) < film.columns else ""


def painted(spans: Row, theme: Theme) -> str:
    """A row with its colours as escape codes."""
    out = []
    for span in coalesced(spans):
        code = theme.escape(span.style)
        out.append(f"{code}{span.text}\x1b[0m" if code else span.text)
    return "".join(out)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


class Event(NamedTuple):
    """One event of a cast, its time counted from the start."""

    at: float
    kind: str  # o output, i input, m marker, r resize, x exit
    data: str


class Cast(NamedTuple):
    """A cast as read."""

    version: int
    columns: int
    rows: int
    header: dict[str, Any]
    events: tuple[Event, ...]


def read(lines: Iterable[str], *, name: str = "cast") -> Cast:
    """A cast of version 2 or 3; an error names the line."""
    numbered = enumerate(lines, 1)
    header = _object(next(numbered, (1, ""))[1], name)
    version = header.get("version")
    term = header.get("term") if version == 3 else {"cols": header.get("width"), "rows": header.get("height")}
    columns, rows = (term.get("cols"), term.get("rows")) if isinstance(term, dict) else (None, None)
    sized = isinstance(columns, int) and isinstance(rows, int) and 0 < columns <= 1000 and 0 < rows <= 1000
    if version not in (2, 3) or not sized:
        raise BadData(f"{name}: not an asciicast of version 2 or 3")
    events: list[Event] = []
    now = 0.0
    for number, line in numbered:
        if not line.strip() or (version == 3 and line.startswith("#")):
            continue
        at, kind, data = _event(line, name, number)
        now = now + at if version == 3 else max(at, now)
        events.append(Event(round(now, 6), kind, data))
    return Cast(version, int(columns or 0), int(rows or 0), header, tuple(events))


def _object(line: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(line.lstrip("\ufeff"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadData(f"{name}: line 1 is no header of an asciicast")
    return found


def _event(line: str, name: str, number: int) -> tuple[float, str, str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    good = isinstance(found, list) and len(found) == 3 and isinstance(found[0], int | float)
    if not good or not all(isinstance(each, str) for each in found[1:]) or not 0 <= found[0] < 10**7:
        raise BadData(f"{name}:{number}: not an event of an asciicast")
    return float(found[0]), found[1], found[2]
