"""Redirections, wherever they stand: among the words of a command, before them, or behind a compound command."""

from __future__ import annotations

from cctl.core.shell.character import DIGITS, NAME, run_length
from cctl.core.shell.heredoc import announce
from cctl.core.shell.lexer import word
from cctl.core.shell.tree import Redir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor

_OPERATORS = ("&>>", "&>", "<<<", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">")
"""The longest first where one begins another."""
NAMED = -1
"""The descriptor of `{name}>`, which the shell picks."""


def redirect(cur: Cursor, fd: int | None, start: int) -> Redir:
    """The redirection whose operator is at the cursor."""
    op = next((op for op in _OPERATORS if cur.at(op)), "")
    cur.i += len(op)
    cur.count()
    if op[-1] in ">&" and cur.at("!"):
        # zsh takes the next word for the file.
        cur.note("redirection of another shell", start, cur.i + 1)
    if op == "<<":
        cur.accounted.add(cur.i - 2)
        tabs = cur.at("-")
        cur.i += tabs
        here = announce(cur, tabs)
        return Redir(op, fd, None, here, start, cur.i)
    cur.blanks()
    before = cur.i
    target = word(cur)
    if cur.i == before:
        cur.fail("redirection without a target")
    return Redir(op, fd, target, None, start, cur.i)


def redirects(cur: Cursor) -> list[Redir]:
    """All redirections from here on, as they follow a compound command."""
    found: list[Redir] = []
    while True:
        cur.blanks()
        start = cur.i
        fd = _descriptor(cur)
        if not (cur.at("<") or cur.at(">") or (fd is None and cur.at("&>"))):
            cur.i = start
            return found
        found.append(redirect(cur, fd, start))


def descriptor(raw: str) -> int | None:
    """The descriptor that a word right before a redirection names; None if it is a word of its own."""
    if raw[:1] == "{" and raw[-1:] == "}" and len(raw) > 2:
        return NAMED if not raw[1:-1].lstrip(NAME) else None
    return int(raw) if raw and len(raw) < 6 and not raw.lstrip(DIGITS) else None


def _descriptor(cur: Cursor) -> int | None:
    if cur.at("{"):
        end = cur.text.find("}", cur.i, cur.n)
        size = end + 1 - cur.i if end >= 0 else 0
    else:
        size = run_length(cur.text, cur.i, cur.n, DIGITS)
    fd = descriptor(cur.text[cur.i : cur.i + size])
    if fd is not None:
        cur.i += size
    return fd
