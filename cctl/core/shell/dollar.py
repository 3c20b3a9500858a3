"""Everything a `$`, a backquote or a double quote begins: substitutions, parameters, arithmetic, quoted text.

Each opener that was made into a node is put into `Cursor.accounted`; the census later looks for any that was not.
"""

from __future__ import annotations

from cctl.core.shell.census import census
from cctl.core.shell.character import DIGITS, NAME, NAME_START_SET, SPECIAL_PARAMETER, run_length
from cctl.core.shell.cursor import TEXT
from cctl.core.shell.escape import closing_backquote, closing_quote, decoded, unescaped
from cctl.core.shell.part import Param, Sub, Sum
from cctl.core.shell.pieces import Pieces
from cctl.core.shell.sum import arithmetic
from cctl.core.shell.tree import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Part, Raw
    from cctl.core.shell.word import Word

_QUOTED_STOP = {
    '"': frozenset('"$`\\'),
    "": frozenset("$`\\"),
    "}": frozenset('}"$`\\'),
    "'": frozenset("}'\"$`\\"),
}
_NO_NAME = "?"
"""Stands in for the parameter of an expansion that could not be read."""
_OPERAND_END = frozenset("}")
_DEFAULTS = (":-", ":=", ":?", ":+", "-", "=", "?", "+")
_PATTERNS = ("##", "#", "%%", "%", "//", "/", "^^", "^", ",,", ",")


def quoted(cur: Cursor, pieces: Pieces, end: str) -> None:
    """The inside of double quotes up to `end`; of a here-document when `end` is empty; of `"${x:-…}"` when `}`."""
    text = cur.text
    stops = _QUOTED_STOP[end]
    while cur.i < cur.n:
        start = i = cur.i
        n = cur.n
        while i < n and text[i] not in stops:
            i += 1
        if i > start:
            pieces.literal(text[start:i])
        cur.i = i
        if i >= n or text[i] == end or (text[i] == "}" and end == "'"):
            return
        cur.count()
        if cur.failed:
            return
        if text[i] == "\\":
            _quoted_escape(cur, pieces, stops)
        elif text[i] == '"':
            cur.i += 1
            double_quotes(cur, pieces)
        elif text[i] == "$" and end == "}" and text.startswith("$'", i, n):
            cur.fail("$' inside a quoted expansion")
        elif text[i] == "`":
            pieces.part(backquote(cur, True, end == '"'))
        else:
            expansion(cur, pieces, True)


def double_quotes(cur: Cursor, pieces: Pieces) -> None:
    """A double-quoted string, from behind its opening quote to behind its closing one."""
    close = cur.text.find('"', cur.i, cur.n)
    inside = cur.text[cur.i : close] if close >= 0 else "$"
    if "$" in inside or "`" in inside or "\\" in inside:
        size = pieces.size()
        quoted(cur, pieces, '"')
        pieces.quoted = True
        if pieces.size() == size:
            pieces.literal("")
        cur.expect('"', "unclosed double quote")
        return
    pieces.literal(inside)
    cur.i = close + 1


def _quoted_escape(cur: Cursor, pieces: Pieces, stops: frozenset[str]) -> None:
    following = cur.text[cur.i + 1 : min(cur.i + 2, cur.n)]
    if following == "\n":
        pass
    elif following and following in stops:
        pieces.literal(following)
    else:
        pieces.literal("\\" + following)
    cur.i = min(cur.i + 2, cur.n)


def expansion(cur: Cursor, pieces: Pieces, is_quoted: bool) -> None:
    """What stands at a `$` or a backquote; a `$` that begins nothing is an ordinary character."""
    if cur.failed:
        return
    part = backquote(cur, is_quoted, False) if cur.text[cur.i] == "`" else dollar(cur, is_quoted)
    if part is not None:
        pieces.part(part)
    elif is_quoted:
        pieces.literal("$")
    else:
        pieces.plain("$")


def dollar(cur: Cursor, is_quoted: bool) -> Part | None:
    """The expansion at a `$`, or None (and one step) when it is only a dollar sign."""
    start = cur.i
    cur.i += 1
    c = cur.text[cur.i : min(cur.i + 1, cur.n)]
    if c in NAME_START_SET:
        cur.i += run_length(cur.text, cur.i, cur.n, NAME)
        return Param(cur.text[start + 1 : cur.i], "", None, None, is_quoted, start, cur.i)
    if c == "(":
        cur.accounted.add(start)
        if cur.at("(("):
            cur.i += 2
            return arithmetic(cur, "))", is_quoted, start)
        cur.i += 1
        return Sub(substitution(cur), "$(", is_quoted, start, cur.i)
    if c == "{":
        cur.i += 1
        return _braced(cur, is_quoted, start)
    if c == "[":
        cur.accounted.add(start)
        cur.i += 1
        return arithmetic(cur, "]", is_quoted, start)
    if c and c in SPECIAL_PARAMETER:
        cur.i += 1
        return Param(c, "", None, None, is_quoted, start, cur.i)
    if cur.at("\\\n"):
        cur.fail("line continued after $")
    elif c and c in "=~^+" and cur.text[cur.i + 1 : min(cur.i + 2, cur.n)] in NAME_START_SET:
        # zsh expands `$=name`.
        cur.note("expansion of another shell", start, cur.i + 1)
    return None


def ansi_quotes(cur: Cursor, pieces: Pieces) -> None:
    """`$'…'`, from its dollar sign on."""
    close = closing_quote(cur.text, cur.i + 2, cur.n)
    body = decoded(cur.text[cur.i + 2 : close]) if close >= 0 else None
    if body is None:
        cur.fail("unclosed quote" if close < 0 else "escape in $'…'")
        return
    pieces.literal(body)
    cur.i = close + 1


def substitution(cur: Cursor) -> Block:
    """The program inside `$(`, `<(` or `>(`, up to and over its closing parenthesis."""
    start, outer, heres = cur.i, cur.pending, cur.heres
    cur.count()
    cur.pending = []
    writes = len(cur.writes)
    block = cur.readers.program(cur)
    if cur.pending:
        cur.fail("here-document not closed in its substitution")
    cur.expect(")", "unclosed substitution")
    if cur.heres > heres and len(block.items) > 1:
        # bash 5.2 runs a reprint of the parsed program, and loses a separator behind a here-document.
        cur.note("commands after a here-document in a substitution", start, cur.i)
    if outer and "\n" in cur.text[start : cur.i]:
        cur.fail("here-document pending across a substitution")
    cur.pending = outer
    del cur.writes[writes:]
    return block


def backquote(cur: Cursor, is_quoted: bool, in_string: bool) -> Sub:
    """A backquoted program; one level of escapes comes off before it is read, that of `"` only in a string."""
    start, text = cur.i, cur.text
    cur.accounted.add(start)
    cur.count()
    close = closing_backquote(text, start + 1, cur.n)
    if close < 0:
        cur.fail("unclosed backquote")
        return Sub(Block(), "`", is_quoted, start, cur.i)
    inside = unescaped(text[start + 1 : close], in_string)
    # Same offsets in front, so that spans inside still point into the backquotes.
    whole = text[: start + 1] + inside
    outer, cur.accounted = cur.accounted, set()
    writes = len(cur.writes)
    block = cur.within(whole, start + 1, len(whole), cur.readers.program)
    if not cur.failed:
        census(cur, whole, start + 1, len(whole))
    del cur.writes[writes:]
    cur.accounted = outer
    cur.resume(close + 1)
    return Sub(block, "`", is_quoted, start, close + 1)


def _braced(cur: Cursor, is_quoted: bool, start: int) -> Param:
    """A parameter from behind its `${` to behind its `}`."""
    cur.count()
    if not cur.enter():
        return Param(_NO_NAME, "", None, None, is_quoted, start, cur.i)
    op = ""
    name = _parameter_name(cur)
    if name in ("#", "!") and not cur.at("}"):
        op = "len" if name == "#" else "indirect"
        name = _parameter_name(cur)
        if op == "indirect" and (cur.at("*}") or cur.at("@}")):
            cur.i += 1
            op = "names"
    subscript = None
    if cur.at("[") and name[:1] in NAME_START_SET:
        cur.i += 1
        subscript = arithmetic(cur, "]", True, cur.i - 1)
        if op == "indirect" and subscript.text in ("@", "*"):
            op = "names"
    operand: Raw | Word | Sum | None = None
    if not name:
        name = _NO_NAME
        cur.fail("bad substitution")
    elif not cur.at("}"):
        if op == "len":
            cur.fail("bad substitution")
        written, operand = _operator(cur, name, is_quoted)
        op = op or written
    cur.expect("}", "unclosed expansion")
    cur.leave()
    return Param(name, op, operand, subscript, is_quoted, start, cur.i)


def _parameter_name(cur: Cursor) -> str:
    text, i = cur.text, cur.i
    c = text[i : min(i + 1, cur.n)]
    if c in NAME_START_SET:
        length = run_length(text, i, cur.n, NAME)
    elif c and c in DIGITS:
        length = run_length(text, i, cur.n, DIGITS)
    else:
        length = 1 if c and c in SPECIAL_PARAMETER else 0
    cur.i += length
    return text[i : i + length]


def _operator(cur: Cursor, name: str, is_quoted: bool) -> tuple[str, Raw | Word | Sum | None]:
    for op in _DEFAULTS:
        if cur.at(op):
            cur.i += len(op)
            if "=" in op:
                cur.writes.extend((name, TEXT + name))
            return op, _operand(cur, is_quoted, True)
    for op in _PATTERNS:
        if cur.at(op):
            cur.i += len(op)
            return op, _operand(cur, is_quoted, False)
    if cur.at(":"):
        cur.i += 1
        slice_of = arithmetic(cur, "}", True, cur.i)
        cur.resume(cur.i - 1)
        return ":", slice_of
    if cur.at("@"):
        letter = cur.text[cur.i + 1 : min(cur.i + 2, cur.n)]
        if not letter.isalpha() or letter == "P":
            cur.fail("prompt expansion" if letter == "P" else "bad substitution")
        cur.i = min(cur.i + 2, cur.n)
        return "@", None
    cur.fail("bad substitution")
    return "?", None


def _operand(cur: Cursor, is_quoted: bool, single_is_literal: bool) -> Raw | Word:
    """The word behind an operator. In double quotes a single quote quotes nothing, except in a pattern."""
    if not is_quoted:
        return cur.readers.word(cur, _OPERAND_END)
    start = cur.i
    pieces = Pieces()
    while cur.i < cur.n and not cur.at("}"):
        quoted(cur, pieces, "}" if single_is_literal else "'")
        if cur.at("'"):
            close = cur.text.find("'", cur.i + 1, cur.n)
            if close < 0:
                cur.fail("unclosed quote")
            else:
                pieces.literal(cur.text[cur.i + 1 : close])
                cur.i = close + 1
    return pieces.word(cur, start)
