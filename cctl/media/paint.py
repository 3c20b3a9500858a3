"""The colours of a language: Pygments' tokens as the few roles that a theme knows.

Pygments guesses by file name alone. Guessing by content takes seconds on a hostile text, and a wrong guess paints
prose like code; what has no lexer stays plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cctl.core.reel.cell import Row, Span, Style, clean, row
from cctl.core.reel.scene import Painter, plainly

_MOST_LINES, _LONGEST = 400, 400
_ROLES = (
    ("Token.Comment", Style("comment", italic=True)),
    ("Token.Keyword.Type", Style("kind")),
    ("Token.Keyword", Style("keyword")),
    ("Token.Operator.Word", Style("keyword")),
    ("Token.Name.Function", Style("name")),
    ("Token.Name.Class", Style("name")),
    ("Token.Name.Decorator", Style("name")),
    ("Token.Name.Tag", Style("keyword")),
    ("Token.Name.Attribute", Style("kind")),
    ("Token.Name.Builtin", Style("kind")),
    ("Token.Name.Exception", Style("kind")),
    ("Token.Literal.String", Style("string")),
    ("Token.Literal.Number", Style("number")),
    ("Token.Generic.Heading", Style("name", bold=True)),
    ("Token.Generic.Strong", Style(bold=True)),
)


def painter() -> Painter:
    """A painter by file name; lines of unknown languages come back plain."""

    def paint(path: str, lines: Sequence[str]) -> list[Row]:
        if not lines or len(lines) > _MOST_LINES or any(len(line) > _LONGEST for line in lines):
            return plainly(path, lines)
        name = path.replace("\\", "/").rpartition("/")[2]
        lexer = _lexer(name.rpartition(".")[2].lower() if "." in name else name.lower())
        return plainly(path, lines) if lexer is None else _painted(lexer, [clean(line) for line in lines])

    return paint


@lru_cache(128)
def _lexer(kind: str) -> Any:
    from pygments.lexers import get_lexer_for_filename  # noqa: PLC0415 -- 15 ms that only a reel with edits pays
    from pygments.util import ClassNotFound  # noqa: PLC0415 -- see above

    try:
        return get_lexer_for_filename(f"x.{kind}" if kind.isalnum() else "x.txt", stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _painted(lexer: Any, lines: list[str]) -> list[Row]:
    rows: list[list[Span]] = [[]]
    for kind, text in lexer.get_tokens("\n".join(lines)):
        style = _style(str(kind))
        for at, part in enumerate(text.split("\n")):
            if at:
                rows.append([])
            if part:
                rows[-1].append(Span(part, style))
    found = [row(*spans) for spans in rows[: len(lines)]]
    return found if ["".join(s.text for s in each) for each in found] == lines else [row(Span(line)) for line in lines]


@lru_cache(512)
def _style(kind: str) -> Style:
    return next((style for name, style in _ROLES if kind.startswith(name)), Style())
