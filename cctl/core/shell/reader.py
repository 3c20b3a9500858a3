"""Read a shell text into the simple commands it would run.

`read` is the whole package to its callers; what comes back is described in `word`. It never raises, takes time linear
in the text, and counts what it does instead of looking at a clock, so that a verdict can be replayed.
"""

from __future__ import annotations

from cctl.core.shell.census import census
from cctl.core.shell.character import hidden
from cctl.core.shell.cursor import DEFAULT_LIMITS, Cursor, Limits, Readers
from cctl.core.shell.dollar import double_quotes, expansion
from cctl.core.shell.grammar import program
from cctl.core.shell.lexer import word
from cctl.core.shell.state import State
from cctl.core.shell.walk import Walk
from cctl.core.shell.word import Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.shell.word import Word

__all__ = ["DEFAULT_LIMITS", "Limits", "read"]

_READERS = Readers(program, word, expansion, double_quotes)


def read(
    text: str,
    *,
    cwd: str | None,
    home: str | None,
    limits: Limits = DEFAULT_LIMITS,
    depth: int = 0,
    variables: Mapping[str, Word] | None = None,
) -> Script:
    """The commands of `text`, started in `cwd`.

    `depth` is how many interpreters are already around this text; `variables` are those a caller knows to be set.
    """
    if len(text) > limits.text:
        return Script((), (("limit of text", 0, len(text)),))
    cur = Cursor(text, limits, depth, _READERS)
    strange = hidden(text)
    if strange is not None:
        if "\r" in text:
            # A carriage return at a line's end is a blank to the eye and part of the last word to the shell.
            cur.text = text.replace("\r\n", " \n")
            strange = hidden(cur.text)
        if strange is not None:
            cur.note(*strange)
    block = program(cur)
    if cur.i < cur.n:
        cur.fail("unexpected " + cur.text[cur.i])
    elif not cur.failed:
        if cur.pending:
            cur.fail("here-document not closed")
        census(cur, cur.text, 0, cur.n)
    state = State(cwd, home)
    for name, value in variables.items() if variables else ():
        state.put(name, value)
    walk = Walk(state, limits, cur.opaque)
    walk.defined = cur.defined
    walk.function_writes = frozenset(cur.function_writes)
    if cur.nodes > limits.nodes:
        # It can't be allowed any more; the beginning is walked for what must be denied.
        walk.steps = limits.nodes - limits.nodes // 8
    walk.block(block)
    return Script(tuple(walk.out), tuple(walk.opaque))
