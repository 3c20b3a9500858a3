"""The first and the last picture: what the session was, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cctl.core.reel.cell import BLANK, Row, Span, Style, clean, cut, row, row_width, wrapped
from cctl.records.schema import Record

_EDGE = Style("faint")
_DIM = Style("dim")


def title_rows(moment: Record, columns: int) -> list[Row]:
    """The title card."""
    data: Record = moment.get("data") or {}
    inner = min(columns - 8, 84)
    lines: list[Row] = [row(Span(line, Style("accent", bold=True))) for line in wrapped(moment["title"], inner, 3)]
    place = " · ".join(
        clean(str(each))
        for each in (data.get("project") or data.get("cwd"), data.get("branch"))
        if each and each != "HEAD"
    )
    client = " ".join(clean(str(data[key])) for key in ("agent", "version") if data.get(key))
    models = ", ".join(clean(str(each)) for each in data.get("models") or ()) or clean(str(data.get("model", "")))
    about = " · ".join(each for each in (client, models) if each)
    when = span_text(str(data.get("start", "")), str(data.get("last", "")))
    lines += [row(Span(cut(each, inner), _DIM)) for each in (place, about, when) if each]
    return framed(lines, inner, columns)


def end_rows(moment: Record, columns: int) -> list[Row]:
    """The end card."""
    data: Record = moment.get("data") or {}
    inner = min(columns - 8, 60)
    lines: list[Row] = []
    for label, value in counted(data):
        lines.append(row(Span(f"{label:<12}", _DIM), Span(cut(value, inner - 12), Style(bold=True))))
    return framed(lines or [row(Span("the end", _DIM))], inner, columns)


def counted(data: Record) -> list[tuple[str, str]]:
    """The counters as label and words, only those that are there."""
    found: list[tuple[str, str]] = []

    def number(key: str) -> int:
        value = data.get(key, 0)
        return value if isinstance(value, int) else 0

    if number("edits"):
        files = f" in {many(number('files'), 'file')}" if number("files") else ""
        found.append(("edits", f"{number('edits')}{files}, +{number('added')} −{number('removed')} lines"))
    if number("commands"):
        found.append(("commands", str(number("commands"))))
    if number("tests_red") or number("tests_green"):
        found.append(("test runs", f"{number('tests_green')} passed, {number('tests_red')} failed"))
    for key, label in (
        ("commits", "commits"),
        ("subagents", "sub-agents"),
        ("errors", "errors"),
        ("denied", "refused"),
    ):
        if number(key):
            found.append((label, str(number(key))))
    if number("compaction"):
        found.append(("compactions", str(number("compaction"))))
    found += _cost(data)
    took = elapsed(str(data.get("start", "")), str(data.get("last", "")))
    if took:
        found.append(("time", took))
    return found


def _cost(data: Record) -> list[tuple[str, str]]:
    found = []
    tokens, cost = data.get("tokens"), data.get("cost_usd")
    if isinstance(tokens, int) and tokens:
        found.append(("tokens", short(tokens)))
    open_ = data.get("unpriced")
    unknown = f"{many(open_, 'response')} of unknown price" if isinstance(open_, int) and open_ else ""
    if unknown and cost is None:
        found.append(("cost", unknown))
    if isinstance(cost, int | float):
        about = "about " if data.get("estimated") else ""
        rest = f" + {unknown}" if unknown else ""
        found.append(
            ("cost", f"{about}${cost:,.2f}{rest}" if cost >= 0.01 or not cost else f"{about}${cost:.4f}{rest}")
        )
    return found


def framed(lines: list[Row], inner: int, columns: int) -> list[Row]:
    """The lines in a frame, in the middle of the columns."""
    left = " " * max(0, (columns - inner - 6) // 2)
    edge = "─" * (inner + 4)
    rows: list[Row] = [row(left, Span(f"╭{edge}╮", _EDGE))]
    for line in [BLANK, *lines, BLANK]:
        space = " " * (inner - row_width(line))
        rows.append((Span(left or ""), Span("│  ", _EDGE), *line, Span(f"{space}  │", _EDGE)))
    return [*rows, row(left, Span(f"╰{edge}╯", _EDGE))]


def many(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def short(count: int) -> str:
    """A count in three digits: 840, 12.3k, 4.56M."""
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if count >= size:
            value = count / size
            return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}{letter}"
    return str(count)


def moment_of(ts: str) -> datetime | None:
    """A time of the wire; None for what is none."""
    try:
        found = datetime.fromisoformat(ts)
    except ValueError:
        return None
    return found if found.tzinfo else None


def elapsed(start: str, last: str) -> str:
    """How long it took, in two units."""
    first, end = moment_of(start), moment_of(last)
    if not first or not end or end < first:
        return ""
    return lasting((end - first).total_seconds())


def lasting(seconds: float) -> str:
    """Seconds in the two units that matter: 40 s, 12 min, 3 h 05 min, 2 d 4 h."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def span_text(start: str, last: str) -> str:
    """`20 Nov 2026, 09:26–09:41 UTC`."""
    first, end = moment_of(start), moment_of(last)
    if not first:
        return ""
    text = f"{first.day} {_MONTHS[first.month - 1]} {first.year}, {first:%H:%M}"
    if not end or end.strftime("%Y%m%d%H%M") == first.strftime("%Y%m%d%H%M"):
        return f"{text} UTC"
    if end.date() == first.date():
        return f"{text}–{end:%H:%M} UTC"
    return f"{text} – {end.day} {_MONTHS[end.month - 1]}, {end:%H:%M} UTC"


_MONTHS: tuple[Any, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
