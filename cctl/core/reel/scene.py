"""One moment as rows on a screen: how it is drawn, step by step, and how long it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cctl.core.reel.cell import Row, Span, Style, clean, cut, filled, fitted, row, row_width, wrapped
from cctl.core.reel.choose import seconds
from cctl.core.reel.difference import diff_rows
from cctl.core.reel.patch import counted
from cctl.core.reel.taste import Taste
from cctl.core.reel.telling import GAP, tone
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

Painter = Callable[[str, Sequence[str]], list[Row]]

DIM, FAINT, BOLD = Style("dim"), Style("faint"), Style(bold=True)
GOOD, BAD, WARN = Style("good", bold=True), Style("bad", bold=True), Style("warn", bold=True)
ACCENT = Style("accent", bold=True)
_TYPED_STEPS = 12


class Step(NamedTuple):
    """A draw: how long to wait before it, and the rows as they are then."""

    wait: float
    rows: tuple[Row, ...]


class Scene(NamedTuple):
    """A moment as it is shown."""

    moment: Record
    steps: tuple[Step, ...]
    hold: float  # seconds that it stands once it is drawn
    mark: str  # label of a chapter or event; "" for none

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows when all is drawn."""
        return self.steps[-1].rows


def plainly(_path: str, lines: Sequence[str]) -> list[Row]:
    """The painter that knows no language."""
    return [row(Span(clean(line))) for line in lines]


def scene(moment: Record, columns: int, taste: Taste, paint: Painter = plainly) -> Scene:
    """The scene of one moment."""
    kind = moment["kind"]
    draw = _DRAWN.get(kind, _notice)
    rows = [fitted(each, columns) if not _is_ground(each) else each for each in draw(moment, columns, taste, paint)]
    steps = _typed(rows) if kind in ("command", "test") else [Step(0.0, tuple(rows))]
    if kind == "edit" and len(rows) > 1:
        steps = [Step(0.0, tuple(rows[:1])), Step(0.3, tuple(rows))]
    waited = sum(step.wait for step in steps)
    hold = max(0.3, seconds(moment, taste) - waited)
    return Scene(moment, tuple(steps), hold, _mark(moment))


def _is_ground(spans: Row) -> bool:
    return bool(spans) and bool(spans[0].style.paper)


def _typed(rows: list[Row]) -> list[Step]:
    """A command appears as if it were typed, its output a moment later."""
    first = rows[0]
    text = "".join(span.text for span in first[1:])
    chunk = max(4, -(-len(text) // _TYPED_STEPS))
    steps = []
    for end in range(chunk, len(text), chunk):
        steps.append(Step(0.035, (row(first[0], Span(text[:end], BOLD), Span("▌", Style("accent"))),)))
    steps.append(Step(0.035, (first,)))
    return [*steps, Step(0.25, tuple(rows))] if len(rows) > 1 else steps


def _prompt(moment: Record, columns: int, taste: Taste, _paint: Painter) -> list[Row]:
    lines = wrapped(moment["title"], columns - 3, taste.limit["prompt_lines"]) or [""]
    marks = ["❯ ", *["  "] * (len(lines) - 1)]
    return [
        filled(row(Span(mark, ACCENT), Span(line, BOLD)), columns, "bar")
        for mark, line in zip(marks, lines, strict=True)
    ]


def _text(moment: Record, columns: int, taste: Taste, _paint: Painter) -> list[Row]:
    lines = wrapped(moment["title"], columns - 3, taste.limit["words_lines"]) or [""]
    marks = ["● ", *["  "] * (len(lines) - 1)]
    return [row(Span(mark, ACCENT), Span(line)) for mark, line in zip(marks, lines, strict=True)]


_VERBS = {"create": "Create", "add": "Create", "delete": "Delete", "move": "Move"}


def _edit(moment: Record, columns: int, taste: Taste, paint: Painter) -> list[Row]:
    changed = [each for each in moment.get("patches", ()) if isinstance(each, dict)]
    sums = [counted(each) for each in changed]
    added, removed = sum(each[0] for each in sums), sum(each[1] for each in sums)
    verb = _VERBS.get(str(changed[0].get("kind", "")), "Update") if changed else "Update"
    counts = [Span(f"  +{added}", GOOD), Span(f" −{removed}", BAD)] if changed else []
    tag = [Span("  fixes the error", Style("good"))] if "fix" in moment["tags"] else []
    room = columns - 3 - len(verb) - row_width((*counts, *tag))
    if room < 16:
        room, tag = room + row_width(tuple(tag)), []
    head = row(Span("● ", GOOD), Span(f"{verb} ", BOLD), Span(cut(clean(moment["title"]), room)), *counts, *tag)
    return [head, *diff_rows(changed, columns, taste.limit["diff_lines"], paint)]


def _command(moment: Record, columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    lines = wrapped(moment["title"], columns - 3, 3) or [""]
    rows = [row(Span("$ ", ACCENT), Span(lines[0], BOLD)), *(row("  ", Span(line, BOLD)) for line in lines[1:])]
    return rows + _printed(moment, columns) + _ended(moment)


def _ended(moment: Record) -> list[Row]:
    data: Record = moment.get("data") or {}
    took = moment.get("duration_s", 0)
    time = f"  {took:.0f} s" if isinstance(took, int | float) and took >= 2 else ""
    if "denied_by" in data:
        by = {"human": "by the user", "unknown": ""}.get(data["denied_by"], f"by a {clean(str(data['denied_by']))}")
        reason = f": {clean(str(data['reason']))}" if data.get("reason") else ""
        return [row("  ", Span("⊘ refused ", WARN), Span((by + reason).removeprefix(": "), Style("warn")))]
    if moment["kind"] == "test":
        good = "green" in moment["tags"] or not moment.get("failed")
        word = "tests pass again" if "green" in moment["tags"] else "tests pass" if good else "tests fail"
        return [row("  ", Span(f"{'✓' if good else '✗'} {word}", GOOD if good else BAD), Span(time, DIM))]
    if moment.get("failed"):
        code = f" exit {data['exit_code']}" if "exit_code" in data else " failed"
        return [row("  ", Span(f"✗{code}", BAD), Span(time, DIM))]
    return [row("  ", Span(f"✓{time}", Style("good")))] if time else []


def _printed(moment: Record, columns: int) -> list[Row]:
    text = moment.get("text", "")
    failed = bool(moment.get("failed"))
    rows = []
    for line in text.split("\n") if text else ():
        shown = cut(clean(line, 8), columns - 4)
        style = {"bad": Style("bad"), "good": Style("good")}.get(tone(line, failed), DIM)
        rows.append(row("  ", Span("⋮" if line == GAP else shown or " ", FAINT if line == GAP else style)))
    omitted = moment.get("omitted", 0)
    if isinstance(omitted, int) and omitted > 0:
        rows.append(row("  ", Span(f"… {omitted} more line{'s' * (omitted != 1)}", FAINT)))
    return rows


def _commit(moment: Record, columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    sha, _, subject = clean(moment["title"]).partition(" ")
    return [row(Span("◆ ", GOOD), Span("commit ", GOOD), Span(sha, WARN), Span(f" {subject}", BOLD))] + [
        each for each in _printed(moment, columns) if sha not in "".join(span.text for span in each)
    ]


def _error(moment: Record, columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    return [row(Span("✗ ", BAD), Span(cut(clean(moment["title"]), columns - 4), BOLD)), *_printed(moment, columns)] + (
        _ended(moment) if "denied" in moment["tags"] else []
    )


def _subagent(moment: Record, columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    name, _, what = clean(moment["title"]).partition(":")
    return [
        row(Span("◇ ", Style("kind", bold=True)), Span(name, Style("kind", bold=True)), what),
        *_printed(moment, columns),
    ]


def _look(moment: Record, _columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    return [row(Span(f"· {clean(moment['title'])}", FAINT))]


def _notice(moment: Record, _columns: int, _taste: Taste, _paint: Painter) -> list[Row]:
    return [row(Span("⋯ ", WARN), Span(clean(moment["title"]), Style("warn")))]


def _mark(moment: Record) -> str:
    """The label of a chapter (a prompt) or of something that a viewer looks for."""
    kind, tags = moment["kind"], moment["tags"]
    title = clean(moment["title"].split("\n")[0])
    if kind == "prompt":
        return cut(title, 60)
    if kind == "commit":
        return f"commit {cut(title.partition(' ')[2], 50)}"
    if kind == "test":
        return "tests pass again" if "green" in tags else "tests fail" if moment.get("failed") else ""
    if "fix" in tags and kind == "edit":
        return f"fix {cut(title, 50)}"
    if "denied" in tags:
        return f"refused {cut(title, 50)}"
    return f"edit {cut(title, 50)}" if "large" in tags else ""


_DRAWN: dict[str, Callable[[Record, int, Taste, Painter], list[Row]]] = {
    "prompt": _prompt,
    "text": _text,
    "edit": _edit,
    "command": _command,
    "test": _command,
    "commit": _commit,
    "error": _error,
    "subagent": _subagent,
    "look": _look,
    "notice": _notice,
}
