"""Unquoted words: ordinary runs, escapes, braces, globs and tildes, and where quotes and expansions begin in them."""

from __future__ import annotations

from cctl.core.shell.character import NAME, NAME_START_SET, PLAIN, PLAIN_SET, WORD_END, run_length
from cctl.core.shell.dollar import ansi_quotes, double_quotes, expansion, substitution
from cctl.core.shell.part import Param, Sub, Tilde
from cctl.core.shell.pieces import Pieces
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Raw

TEST_END = frozenset(" \t\n;&|)")
"""Ends a word inside `[[ … ]]`, where brackets and single bars are part of patterns."""
_FAST_END = frozenset(" \t\n;|&)")
_PATTERN_LEAD = frozenset("?*+@!")
_PATTERN_NODES = 8  # what a pattern costs of the limit of nodes: it makes several words
_MOST_PIECES = 64  # of a word with patterns in it; each multiplies the words it becomes


def word(cur: Cursor, ends: frozenset[str] = WORD_END, value: bool = False) -> Raw | Word:
    """The word at the cursor, empty when it stands at an end; `value` says that an assignment's `=` is before it."""
    start = cur.i
    text = cur.text
    if ends is WORD_END:
        chunk = text[start : min(start + 48, cur.n)]
        rest = chunk.lstrip(PLAIN)
        size = len(chunk) - len(rest)
        if (rest[0] in _FAST_END) if rest else start + size == cur.n:
            cur.i = start + size
            cur.nodes += 1
            if cur.nodes > cur.limits.nodes:
                cur.fail("limit of nodes")
            plain = chunk[:size]
            return Word(plain, plain, start, start + size)
    return _word(cur, ends, Pieces(value))


def _word(cur: Cursor, ends: frozenset[str], pieces: Pieces) -> Raw | Word:
    text, start = cur.text, cur.i
    while cur.i < cur.n:
        c = text[cur.i]
        if c in PLAIN_SET:
            length = run_length(text, cur.i, cur.n, PLAIN)
            pieces.plain(text[cur.i : cur.i + length])
            cur.i += length
            continue
        if c == "(" and ends is not TEST_END and _extended(cur, pieces):
            continue
        if c in ends and not _goes_on(cur, c, ends, pieces):
            break
        cur.count()
        handler = _HANDLERS.get(c)
        if cur.failed:
            break
        if handler is None:
            pieces.plain(c)
            cur.i += 1
        else:
            handler(cur, pieces)
    cur.count()
    return pieces.word(cur, start)


def _goes_on(cur: Cursor, c: str, ends: frozenset[str], pieces: Pieces) -> bool:
    """Whether a character that usually ends a word is part of this one."""
    if c in "<>":
        return cur.text.startswith("(", cur.i + 1, cur.n)
    if ends is TEST_END:
        if c == ")" and pieces.depth:
            pieces.depth -= 1
            return True
        if c == "|":
            return bool(pieces.depth) or not cur.at("||")
        if pieces.depth:
            cur.fail("blank in a pattern's brackets")
    elif c == "(" and not pieces.empty() and cur.text[cur.i - 1] in _PATTERN_LEAD:
        cur.fail("extended pattern")
    return False


def _extended(cur: Cursor, pieces: Pieces) -> bool:
    """Read `(a|b)` after its lead character; False when it is no list of names."""
    lead = cur.text[cur.i - 1 : cur.i]
    close = cur.text.find(")", cur.i, cur.n)
    if lead not in _PATTERN_LEAD or pieces.value or close < 0 or not 0 < pieces.size() < _MOST_PIECES:
        return False
    from cctl.core.shell.extended import qualifies, spelt_in_braces  # noqa: PLC0415 - few words hold one

    inner = cur.text[cur.i + 1 : close]
    spelt = spelt_in_braces(lead, inner)
    if spelt is None or not pieces.instead(lead, spelt):
        return False
    cur.nodes += _PATTERN_NODES
    if qualifies(inner):
        cur.note("extended pattern", cur.i - 1, close + 1)
    cur.i = close + 1
    return True


def _escape(cur: Cursor, pieces: Pieces) -> None:
    following = cur.text[cur.i + 1 : min(cur.i + 2, cur.n)]
    cur.i = min(cur.i + 2, cur.n)
    if following != "\n":
        pieces.literal(following or "\\")
    elif not pieces.empty() and cur.i < cur.n and cur.text[cur.i] not in WORD_END:
        # Joined in the middle, two halves could make a keyword, an assignment or an operator.
        cur.note("line continued inside a word", cur.i - 2, cur.i)


def _single(cur: Cursor, pieces: Pieces) -> None:
    close = cur.text.find("'", cur.i + 1, cur.n)
    if close < 0:
        cur.fail("unclosed single quote")
        return
    pieces.literal(cur.text[cur.i + 1 : close])
    cur.i = close + 1


def _double(cur: Cursor, pieces: Pieces) -> None:
    cur.i += 1
    double_quotes(cur, pieces)


def _dollar(cur: Cursor, pieces: Pieces) -> None:
    if cur.at("$'"):
        ansi_quotes(cur, pieces)
    elif cur.at('$"'):
        cur.i += 2
        double_quotes(cur, pieces)
    else:
        expansion(cur, pieces, False)


def _backquote(cur: Cursor, pieces: Pieces) -> None:
    expansion(cur, pieces, False)


def _angle(cur: Cursor, pieces: Pieces) -> None:
    start, kind = cur.i, cur.text[cur.i] + "("
    if not cur.at(kind):
        pieces.plain(kind[0])
        cur.i += 1
        return
    cur.accounted.add(start)
    cur.i += 2
    pieces.part(Sub(substitution(cur), kind, False, start, cur.i))


def _tilde(cur: Cursor, pieces: Pieces) -> None:
    start = cur.i
    cur.i += 1
    before = pieces.lead()
    named = before is not None and before[-1:] == "=" and is_name(before[:-1])
    if not (pieces.empty() or named or (pieces.value and cur.text[start - 1] == ":")):
        pieces.plain("~")
        return
    length = run_length(cur.text, cur.i, cur.n, NAME + "-+.")
    user = cur.text[cur.i : cur.i + length]
    following = cur.text[cur.i + length : min(cur.i + length + 1, cur.n)]
    if following and following in "\\'\"$`*?[{":
        # A user name that goes on in quotes is none, and one that is made at run time is not expanded either.
        pieces.plain("~")
        return
    cur.i += length
    pieces.part(Tilde(user))


def _brace(cur: Cursor, pieces: Pieces) -> None:
    last = pieces.parts[-1] if pieces.parts else None
    if isinstance(last, Param) and last.end == cur.i and cur.text[cur.i - 1] != "}":
        # `$x{a,b}` is `$xa $xb`: braces come before parameters.
        cur.note("brace after a bare parameter", last.start, cur.i + 1)
    pieces.brace = pieces.brace or not pieces.value
    pieces.plain("{")
    cur.i += 1


def _glob(cur: Cursor, pieces: Pieces) -> None:
    pieces.glob = True
    pieces.plain(cur.text[cur.i])
    cur.i += 1


def _bracket(cur: Cursor, pieces: Pieces) -> None:
    pieces.depth += 1
    pieces.plain("(")
    cur.i += 1


_HANDLERS: dict[str, Callable[[Cursor, Pieces], None]] = {
    "\\": _escape,
    "'": _single,
    '"': _double,
    "$": _dollar,
    "`": _backquote,
    "<": _angle,
    ">": _angle,
    "~": _tilde,
    "{": _brace,
    "*": _glob,
    "?": _glob,
    "[": _glob,
    "(": _bracket,
}


def is_name(text: str) -> bool:
    """Whether `text` can name a variable."""
    return text[:1] in NAME_START_SET and not text.lstrip(NAME)
