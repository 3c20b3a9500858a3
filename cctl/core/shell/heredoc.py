"""Here-documents: the delimiter on the command's line, the bodies behind that line's end.

A delimiter with any quoting in it keeps the body literal. Otherwise the body is expanded like a double-quoted
string, and a line ending in a backslash joins the next one before it is compared with the delimiter.
"""

from __future__ import annotations

from cctl.core.shell.character import WORD_END
from cctl.core.shell.dollar import quoted
from cctl.core.shell.part import Text
from cctl.core.shell.pieces import Pieces
from cctl.core.shell.tree import Here
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Raw

_LONGEST_DELIMITER = 128


def announce(cur: Cursor, tabs: bool) -> Here:
    """Read the delimiter behind `<<`; `tabs` says that it was `<<-`."""
    cur.blanks()
    start, text = cur.i, cur.text
    out: list[str] = []
    literal = False
    while cur.i < cur.n and text[cur.i] not in WORD_END:
        c = text[cur.i]
        if cur.i - start > _LONGEST_DELIMITER:
            break
        if c in "'\"":
            close = text.find(c, cur.i + 1, cur.n)
            inside = text[cur.i + 1 : close] if close >= 0 else "\\"
            if "\\" in inside or "\n" in inside:
                cur.fail("here-document delimiter")
                break
            out.append(inside)
            cur.i = close
            literal = True
        elif c == "\\":
            cur.i += 1
            out.append(text[cur.i : min(cur.i + 1, cur.n)])
            literal = True
        elif c in "$`":
            cur.fail("here-document delimiter")
            break
        else:
            out.append(c)
        cur.i += 1
    here = Here("".join(out), literal, tabs, start)
    if not here.delimiter or "\n" in here.delimiter or cur.i - start > _LONGEST_DELIMITER:
        cur.fail("here-document delimiter")
    cur.pending.append(here)
    cur.heres += 1
    return here


def newline(cur: Cursor) -> None:
    """Step over the newline that ends a line, and read the bodies announced on it."""
    cur.i += 1
    if cur.pending:
        pending, cur.pending = cur.pending, []
        for here in pending:
            _body(cur, here)


def _body(cur: Cursor, here: Here) -> None:
    start, n = cur.i, cur.n
    at = start
    while (at := cur.text.find(here.delimiter, at, n)) >= 0 and not cur.failed:
        end = at + len(here.delimiter)
        line = _line_start(cur.text, at, start, here.tabs)
        if line >= 0 and (end == n or cur.text[end] == "\n") and not _joined(cur.text, line, start, here):
            _read_body(cur, here, start, line)
            cur.resume(min(end + 1, n))
            return
        cur.count()
        at = end
    _read_body(cur, here, start, n)
    cur.fail("here-document not closed")


def _line_start(text: str, at: int, start: int, tabs: bool) -> int:
    """Where the line begins that holds nothing before `at` (but tabs); -1 if there is more."""
    while tabs and at > start and text[at - 1] == "\t":
        at -= 1
    return at if at == start or text[at - 1] == "\n" else -1


def _joined(text: str, line: int, start: int, here: Here) -> bool:
    """Whether the line before ends in a backslash that continues it."""
    if here.literal or line == start:
        return False
    before = line - 1
    while before > start and text[before - 1] == "\\":
        before -= 1
    return (line - 1 - before) % 2 == 1


def _read_body(cur: Cursor, here: Here, start: int, end: int) -> None:
    raw = cur.text[start:end]
    cur.count()
    if here.literal:
        body = _untabbed(raw) if here.tabs else raw
        here.body = Word(body, raw, start, end, False, False, True)
        return
    pieces = Pieces()
    if "$" in raw or "`" in raw or "\\" in raw:
        here.body = cur.within(cur.text, start, end, lambda inner: _expanded(inner, pieces, start))
    else:
        pieces.literal(raw)
        here.body = Word(raw, raw, start, end, False, False, True)
    if here.tabs:
        _untab(here, pieces)


def _expanded(cur: Cursor, pieces: Pieces, start: int) -> Raw | Word:
    quoted(cur, pieces, "")
    return pieces.word(cur, start)


def _untab(here: Here, pieces: Pieces) -> None:
    if isinstance(here.body, Word):
        here.body.text = _untabbed(here.body.text)
        return
    for at, part in enumerate(pieces.parts):
        if isinstance(part, Text):
            part.text = _untabbed(part.text) if at == 0 else _untabbed("." + part.text)[1:]


def _untabbed(text: str) -> str:
    return "\n".join([line.lstrip("\t") for line in text.split("\n")])
