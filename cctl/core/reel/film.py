"""Scenes on pages, pages in time: the one film that every format is written from.

A film is a list of frames, each a full screen that stands until the next. It turns pages instead of scrolling: rows
stay where they are, so a GIF encodes what is new and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cctl.core.reel import card
from cctl.core.reel.cell import BLANK, Row, Span, Style, clean, cut, filled, row, width
from cctl.core.reel.choose import CARDS, Cut
from cctl.core.reel.scene import Painter, Scene, Step, plainly, scene
from cctl.core.reel.taste import Taste
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

SMALLEST, LARGEST = (40, 12), (400, 200)


class Frame(NamedTuple):
    """A screen and when it appears; it stands until the next."""

    at: float
    rows: tuple[Row, ...]


class Marker(NamedTuple):
    """A place to jump to."""

    at: float
    label: str
    chapter: bool  # a prompt, as against an event within one


class Film(NamedTuple):
    """All that is shown, with its times."""

    columns: int
    rows: int
    frames: tuple[Frame, ...]
    markers: tuple[Marker, ...]
    seconds: float
    title: str
    alt: str
    start: str  # when the session began, for headers
    poster: int  # index of the frame that stands for the whole
    theme: str


class Screen(NamedTuple):
    """How the film is to look."""

    columns: int = 100
    rows: int = 30
    theme: str = "dark"
    speed: float = 1.0
    idle_cap: float = 0.3


class _Draw(NamedTuple):
    """One draw of the film: the wait before it, the screen without its foot."""

    wait: float
    page: tuple[Row, ...]
    moment: Record
    mark: str


def film(moments: Sequence[Record], taste: Taste, screen: Screen, paint: Painter = plainly) -> Film:
    """The film of some moments; the first may be a title and the last an end."""
    draws = list(_draws(moments, taste, screen, paint))
    times: list[float] = []
    now = 0.0
    for draw in draws:
        now += draw.wait / screen.speed
        times.append(round(now, 3))
    total = round(now, 3)
    frames: list[Frame] = []
    markers: list[Marker] = []
    best = (-1.0, 0)
    told: Record | None = None
    foot: Row = BLANK
    for at, draw in zip(times, draws, strict=True):
        if draw.moment is not told:  # one foot a scene: a clock that ticks with every letter would double a GIF
            share = at / total if draw.moment["kind"] != "end" and total else 1.0
            told, foot = draw.moment, _foot(screen.columns, share, draw.moment, moments)
        rows = (*draw.page, *[BLANK] * (screen.rows - 1 - len(draw.page)), foot)
        if draw.mark:
            markers.append(Marker(at, draw.mark, draw.moment["kind"] in ("prompt", *CARDS)))
        if frames and frames[-1].rows[:-1] == rows[:-1]:
            continue
        frames.append(Frame(at, rows))
        score = _number(draw.moment.get("score", 0)) + (draw.moment["kind"] == "edit") * 20
        if score > best[0] and draw.moment["kind"] not in CARDS:
            best = (score, len(frames) - 1)
        elif best[1] == len(frames) - 2 and draw.moment["kind"] not in CARDS and score == best[0]:
            best = (score, len(frames) - 1)  # the same scene, drawn further
    title = clean(next((each["title"] for each in moments), "")).strip()
    start = next((str(each.get("ts", "")) for each in moments if each.get("ts")), "")
    return Film(
        *(screen.columns, screen.rows, tuple(frames), tuple(markers), total, cut(title, 120)),
        alt_text(moments, total),
        start,
        best[1],
        screen.theme,
    )


def _draws(moments: Sequence[Record], taste: Taste, screen: Screen, paint: Painter) -> Iterator[_Draw]:
    room = screen.rows - 2
    page: list[Row] = []
    head: tuple[Row, ...] = ()
    wait = 0.0
    before = ""
    for moment in moments:
        if moment["kind"] in CARDS:
            rows = _centred(_card(moment, screen), room)
            yield _Draw(wait, tuple(rows), moment, "start" if moment["kind"] == "title" else "end")
            wait = taste.seconds[moment["kind"]]
            page, head = [], ()
            continue
        shot = scene(moment, screen.columns, taste, paint)
        gap = _pause(before, str(moment.get("ts", "")), screen.idle_cap)
        before = str(moment.get("ts", "")) or before
        wait += gap
        if moment["kind"] == "prompt":
            page, head = [], (_headline(moment, screen.columns), BLANK)
        height = min(len(shot.rows), room - len(head))
        if not page:
            page = [] if moment["kind"] == "prompt" else list(head)
        elif len(page) + 1 + height > room:
            page = list(head)
            wait += taste.seconds["page"]
        elif page != list(head):
            page.append(BLANK)
        first = True
        for step in _fit(shot, room - len(page)):
            yield _Draw(wait + step.wait, (*page, *step.rows), moment, shot.mark if first else "")
            wait, first = 0.0, False
        page += shot.rows[:height]
        wait = shot.hold
    if moments:
        yield _Draw(wait, _last_page(page, moments, screen, room), moments[-1], "")


def _last_page(page: list[Row], moments: Sequence[Record], screen: Screen, room: int) -> tuple[Row, ...]:
    """What stands to the end: the film's length is the time of its last frame."""
    if moments[-1]["kind"] in CARDS:
        return tuple(_centred(_card(moments[-1], screen), room))
    return tuple(page)


def _fit(shot: Scene, room: int) -> Iterator[Step]:
    for step in shot.steps:
        yield Step(step.wait, step.rows[: max(room, 1)])


def _card(moment: Record, screen: Screen) -> list[Row]:
    if moment["kind"] == "title":
        return card.title_rows(moment, screen.columns)
    return card.end_rows(moment, screen.columns)


def _centred(rows: list[Row], room: int) -> list[Row]:
    rows = rows[:room]
    return [BLANK] * ((room - len(rows)) // 2) + rows


def _headline(moment: Record, columns: int) -> Row:
    text = cut(clean(moment["title"].split("\n")[0]), columns - 4)
    return filled(row(Span("❯ ", Style("accent", bold=True)), Span(text, Style("dim"))), columns, "bar")


def _pause(before: str, now: str, most: float) -> float:
    first, end = card.moment_of(before), card.moment_of(now)
    if not first or not end:
        return 0.0
    return min(max((end - first).total_seconds(), 0.0), most)


def _foot(columns: int, share: float, moment: Record, moments: Sequence[Record]) -> Row:
    """A line of progress, and how far into the session the moment was."""
    start = next((str(each.get("ts", "")) for each in moments if each.get("ts")), "")
    took = card.elapsed(start, str(moment.get("ts", "")))
    clock = f" +{took}" if took else ""
    room = columns - width(clock) - 1
    done = round(room * min(max(share, 0.0), 1.0))
    return row(Span("━" * done, Style("accent")), Span("─" * (room - done), Style("faint")), Span(clock, Style("dim")))


def alt_text(moments: Sequence[Record], seconds: float) -> str:
    """The film in words, for those who can't see it."""
    parts = [f"Terminal recording of {round(seconds)} seconds"]
    title = next((each for each in moments if each["kind"] == "title"), None)
    if title and title["title"]:
        parts[0] += f": {cut(clean(title['title']), 100)}"
    end = next((each for each in moments if each["kind"] == "end"), None)
    if end:
        words = [f"{label} {value}" for label, value in card.counted(end.get("data") or {})]
        parts.append("; ".join(words))
    shown = [cut(clean(each["title"].split("\n")[0]), 60) for each in moments if each["kind"] == "prompt"]
    if shown:
        parts.append("prompts: " + " / ".join(shown[:6]))
    return ". ".join(part.rstrip(". ") for part in parts if part) + "."


def pages(made: Film) -> list[Frame]:
    """The frames that stand when a page is full, just before it is turned."""
    found = []
    for at, frame in enumerate(made.frames):
        after = made.frames[at + 1].rows[:-1] if at + 1 < len(made.frames) else ()
        used = [line for line, spans in enumerate(frame.rows[:-1]) if spans]
        kept = sum(line < len(after) and after[line] == frame.rows[line] for line in used)
        if used and (not after or kept * 2 < len(used)):
            found.append(frame)
    return found


def lives(made: Film) -> Iterator[tuple[int, Row, float, float]]:
    """Each row with the time it appears and the time it goes: what formats that draw rows are made from."""
    open_: dict[int, tuple[Row, float]] = {}
    ends = [*(frame.at for frame in made.frames[1:]), made.seconds]
    for frame in made.frames:
        for line, spans in enumerate(frame.rows):
            held = open_.get(line)
            if held and held[0] == spans:
                continue
            if held and held[0]:
                yield line, held[0], held[1], frame.at
            open_[line] = (spans, frame.at)
    for line, (spans, since) in sorted(open_.items()):
        if spans:
            yield line, spans, since, max(ends[-1], since)


def deltas(frames: Sequence[Frame]) -> Iterator[tuple[Frame, list[int]]]:
    """Each frame with the rows in which it differs from the one before."""
    if frames:
        yield frames[0], list(range(len(frames[0].rows)))
    for old, new in pairwise(frames):
        yield new, [at for at, (a, b) in enumerate(zip(old.rows, new.rows, strict=True)) if a != b]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def checked_screen(screen: Screen, cutting: Cut) -> str:
    """What is wrong with a size or a speed; "" when nothing is."""
    if not SMALLEST[0] <= screen.columns <= LARGEST[0] or not SMALLEST[1] <= screen.rows <= LARGEST[1]:
        return f"a reel has {SMALLEST[0]}×{SMALLEST[1]} to {LARGEST[0]}×{LARGEST[1]} cells"
    if not 0.1 <= screen.speed <= 20:
        return "--speed must lie between 0.1 and 20"
    if cutting.max_seconds and not 10 <= cutting.max_seconds <= 3600:
        return "--max-seconds must lie between 10 and 3600, or be 0 for no limit"
    return ""
