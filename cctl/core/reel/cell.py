"""Cells: text with a style by role, and how many columns of a terminal it takes.

A style names roles (`add`, `keyword`), not colours, so that one film serves every theme: `.cast` makes escape codes of
them, `svg` and `html` classes, a GIF its palette.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from cctl.core.secret.view import seen
from cctl.records.named import NamedTuple


class Style(NamedTuple):
    """How a stretch of text looks: roles of the theme, and weights."""

    ink: str = ""
    paper: str = ""
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False


class Span(NamedTuple):
    """Text in one style; never holds a line break, an escape or a character without width of its own."""

    text: str
    style: Style = Style()


Row = tuple[Span, ...]
PLAIN = Style()
BLANK: Row = ()
_MARKS = 2  # combining marks kept on one letter; towers of them would paint over other lines


@cache
def columns(letter: str) -> int:
    """Columns that one character takes: 0 for a combining mark, 2 for a wide one."""
    if letter < "\u0300":
        return 1
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me") or "\u1160" <= letter <= "\u11ff":
        return 0
    wide = unicodedata.east_asian_width(letter) in "WF"
    return 2 if wide else 1


def width(text: str) -> int:
    """Columns that a text takes."""
    return len(text) if text.isascii() else sum(map(columns, text))


def clean(text: str, tab: int = 4) -> str:
    """Text that is safe in a cell: no escapes, no controls, nothing without width or that turns the direction."""
    text = seen(text).text
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    at = marks = 0
    for letter in text:
        if letter == "\t":
            step = tab - at % tab
            out.append(" " * step)
            at += step
            continue
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or "\ue000" <= letter <= "\uf8ff":
            out.append(" " if letter in "\n\x85\u2028\u2029" else "\ufffd" if kind in ("Cs", "Co") else "")
            continue
        taken = columns(letter)
        marks = 0 if taken else marks + 1
        if marks > _MARKS or (not taken and not out):
            continue
        out.append(" " if letter.isspace() else letter)
        at += taken
    return "".join(out)


def cells(text: str) -> Iterator[tuple[str, int]]:
    """The cells of a text: each a character with its marks, and its columns."""
    held = ""
    size = 0
    for letter in text:
        taken = columns(letter)
        if taken == 0 and held:
            held += letter
            continue
        if held:
            yield held, size
        held, size = letter, max(taken, 1)
    if held:
        yield held, size


def cut(text: str, most: int, *, end: str = "…") -> str:
    """The text in at most so many columns; a text that is longer ends in a mark."""
    if width(text) <= most:
        return text
    out, left = [], most - width(end)
    for cell, size in cells(text):
        if size > left:
            break
        out.append(cell)
        left -= size
    return "".join(out) + end if most > 0 else ""


def row(*spans: Span | str) -> Row:
    """A row of spans; plain strings have the plain style."""
    return tuple(each if isinstance(each, Span) else Span(each) for each in spans if each and (each[0]))


def fitted(spans: Iterable[Span], most: int) -> Row:
    """The spans in at most so many columns."""
    out: list[Span] = []
    for span in spans:
        size = width(span.text)
        if size > most:
            if most > 0:
                out.append(Span(cut(span.text, most), span.style))
            elif out:
                last = out.pop()
                out.append(Span(cut(last.text + "…", width(last.text)), last.style))
            return tuple(out)
        out.append(span)
        most -= size
    return tuple(out)


def row_width(spans: Row) -> int:
    """Columns that a row takes."""
    return sum(width(span.text) for span in spans)


def filled(spans: Row, most: int, paper: str) -> Row:
    """The row on a coloured ground that reaches to the edge."""
    spans = tuple(Span(span.text, span.style._replace(paper=paper)) for span in fitted(spans, most))
    left = most - row_width(spans)
    return (*spans, Span(" " * left, Style(paper=paper))) if left > 0 else spans


def wrapped(text: str, most: int, lines: int) -> list[str]:
    """The text broken at blanks into at most so many lines of at most so many columns."""
    out: list[str] = []
    for paragraph in text[: lines * max(most, 1) * 4].split("\n"):
        out += _broken(clean(paragraph), max(most, 1))
    out = [line for line in out if line.strip()]
    if len(out) > lines:
        out = [*out[: lines - 1], cut(out[lines - 1] + " …", most)] if lines else []
    return out


def _broken(text: str, most: int) -> list[str]:
    out: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= most:
            line = joined
            continue
        if line and width(word) <= most:
            out.append(line)
            line = word
            continue
        *full, line = _sliced(joined, most)  # a word longer than a line is broken anywhere
        out += full
    return [*out, line]


def _sliced(text: str, most: int) -> list[str]:
    out, line, size = [], "", 0
    for cell, taken in cells(text):
        if size + taken > most and line:
            out.append(line)
            line, size = "", 0
        line, size = line + cell, size + taken
    return [*out, line]


def coalesced(spans: Row) -> Row:
    """The row with neighbours of one style as one span."""
    out: list[Span] = []
    for span in spans:
        if out and out[-1].style == span.style:
            out[-1] = Span(out[-1].text + span.text, span.style)
        elif span.text:
            out.append(span)
    return tuple(out)


def plain(spans: Row) -> str:
    """The text of a row."""
    return "".join(span.text for span in spans).rstrip()
