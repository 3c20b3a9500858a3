"""A change as rows: line numbers, signs, grounds, and the language's colours on both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cctl.core.reel.cell import Row, Span, Style, cut, filled, fitted, row
from cctl.core.reel.patch import hunks_of
from cctl.records.schema import Record

_FAINT = Style("faint")
_SIGNS = {
    "+": ("+", Style("add", "add_paper", bold=True), "add_paper"),
    "-": ("−", Style("del", "del_paper", bold=True), "del_paper"),
}


def diff_rows(
    patches: Sequence[Record], columns: int, most: int, paint: Callable[[str, Sequence[str]], list[Row]]
) -> list[Row]:
    """The hunks of some patches in at most so many rows, and how many lines are left out."""
    rows: list[Row] = []
    total = sum(len(hunk["lines"]) for patch in patches for hunk in hunks_of(patch))
    shown = 0
    for patch in patches:
        if len(patches) > 1 and shown < most:
            rows.append(row("  ", Span(cut(str(patch.get("path", "")), columns - 6), Style("dim", underline=True))))
        for at, hunk in enumerate(hunks_of(patch)):
            left = most - shown
            if left <= 0:
                break
            if at:
                rows.append(row(Span("     ⋮", _FAINT)))
            lines = _around_change(hunk["lines"], left)
            rows += _hunk_rows(str(patch.get("path", "")), hunk, lines, columns, paint)
            shown += len(lines)
    if total > shown:
        rows.append(row("      ", Span(f"… {total - shown} more line{'s' * (total - shown != 1)}", _FAINT)))
    return rows


def _around_change(lines: Sequence[str], most: int) -> range:
    """Which lines of a hunk are shown: from just before its first change."""
    if len(lines) <= most:
        return range(len(lines))
    first = next((at for at, line in enumerate(lines) if line[:1] in "+-" and line), 0)
    start = max(0, min(first - 2, len(lines) - most))
    return range(start, start + most)


def _hunk_rows(
    path: str, hunk: Record, chosen: range, columns: int, paint: Callable[[str, Sequence[str]], list[Row]]
) -> list[Row]:
    lines: list[str] = hunk["lines"]
    old = [line[1:] for line in lines if line[:1] in ("-", " ", "")]
    new = [line[1:] for line in lines if line[:1] != "-" and line[:1] != "\\"]
    painted = {"-": paint(path, old), "+": paint(path, new)}
    number = {"-": _start(hunk, "old_start"), "+": _start(hunk, "new_start")}
    at = {"-": 0, "+": 0}
    rows = []
    for index, line in enumerate(lines):
        sign = line[:1] if line[:1] in ("+", "-", "\\") else " "
        if sign == "\\":  # "\ No newline at end of file"
            continue
        side = "-" if sign == "-" else "+"
        code = painted[side][at[side]] if at[side] < len(painted[side]) else ()
        gutter = f"{number[side] + at[side]:>5} " if number[side] else "      "
        for each in ("-", "+") if sign == " " else (sign,):
            at[each] += 1
        if index in chosen:
            rows.append(_line(gutter, sign, code, columns))
    return rows


def _start(hunk: Record, key: str) -> int:
    value = hunk.get(key)
    return value if isinstance(value, int) and 0 < value < 10**6 else 0


def _line(gutter: str, sign: str, code: Row, columns: int) -> Row:
    if sign == " ":
        return fitted((Span(gutter, _FAINT), Span("  "), *code), columns)
    mark, style, paper = _SIGNS[sign]
    body = filled((Span(f"{mark} ", style), *code), columns - len(gutter), paper)
    return (Span(gutter, _FAINT), *body)
