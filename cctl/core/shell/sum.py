"""Arithmetic expressions: where they end, and the expansions that stand in them."""

from __future__ import annotations

from cctl.core.shell.character import NAME, names, run_length
from cctl.core.shell.part import Sum
from cctl.core.shell.pieces import Pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor

_ORDINARY = NAME + " \t\n+-*/%,;=!&|^~?:.<>#@"


def arithmetic(cur: Cursor, close: str, is_quoted: bool, start: int) -> Sum:
    """An arithmetic expression up to and over `close`; brackets in it must balance, or it may be commands."""
    text, begin = cur.text, cur.i
    pieces = Pieces()
    depth = 0
    cur.count()
    if not cur.enter():
        return Sum("", [], is_quoted, start, cur.i)
    while cur.i < cur.n:
        c = text[cur.i]
        if depth == 0 and cur.at(close):
            break
        length = run_length(text, cur.i, cur.n, _ORDINARY)
        if length:
            pieces.plain(text[cur.i : cur.i + length])
            cur.i += length
            continue
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        if not 0 <= depth <= cur.limits.depth:
            cur.fail("brackets in arithmetic")
            break
        if c in "$`":
            cur.count()
            cur.readers.expansion(cur, pieces, True)
            continue
        if c in "'\"\\":
            _arithmetic_quote(cur, pieces, close)
            continue
        pieces.plain(c)
        cur.i += 1
    cur.leave()
    end = cur.i
    cur.expect(close, "unclosed arithmetic")
    source = text[begin:end]
    if "=" in source or "++" in source or "--" in source:
        cur.writes.extend(names(source))
    pieces.word(cur, begin)
    return Sum(source, pieces.parts, is_quoted, start, cur.i)


def _arithmetic_quote(cur: Cursor, pieces: Pieces, close: str) -> None:
    c = cur.text[cur.i]
    if c == '"':
        cur.i += 1
        cur.readers.string(cur, pieces)
    elif cur.at("\\\n"):
        cur.i += 2
    elif c == "\\":
        # What is escaped here comes to life when a subscript is expanded a second time.
        cur.fail("escape in arithmetic")
    elif close == "]":
        end = cur.text.find("'", cur.i + 1, cur.n)
        key = cur.text[cur.i + 1 : end] if end >= 0 else "$"
        if "$" in key or "`" in key:
            cur.fail("quote in a subscript")
            return
        pieces.literal(key)
        cur.i = end + 1
    else:
        cur.fail("quote in arithmetic")
