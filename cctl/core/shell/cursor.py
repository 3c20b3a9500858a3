"""A place in the text being read, with everything that must stay bounded or be accounted for.

Failing never raises: it notes why and jumps to the end of the text, where every reading function stops by itself
and hands back what it has. What came before a fault thus stays known, so that it can still be denied.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from cctl.core.shell.part import Raw
    from cctl.core.shell.pieces import Pieces
    from cctl.core.shell.tree import Block, Here
    from cctl.core.shell.word import Word

    T = TypeVar("T")


class Limits:
    """How much of a text is read, in counts, so that the answer never depends on the clock."""

    __slots__ = ("braces", "depth", "nodes", "stages", "text")

    def __init__(
        self, text: int = 65536, nodes: int = 4000, depth: int = 24, braces: int = 64, stages: int = 256
    ) -> None:
        self.text = text
        self.nodes = nodes
        self.depth = depth
        self.braces = braces
        self.stages = stages


DEFAULT_LIMITS = Limits()

ANYTHING = "*"
"""Among the names a stretch of text assigns: any name at all."""
MOVES = "/"
"""Among the names a stretch of text assigns: the working directory."""
TEXT = "!"
"""In front of a name that a stretch of text assigns: something else than a number."""
ARGUMENTS = "@"
"""Among the names a stretch of text assigns: the positional parameters."""
JUMPS = "^"
"""Among the names a stretch of text assigns: control may leave early."""


class Readers:
    """The functions that need each other across files, because commands hold words and words hold commands."""

    __slots__ = ("expansion", "program", "string", "word")

    def __init__(
        self,
        program: Callable[[Cursor], Block],
        word: Callable[[Cursor, frozenset[str]], Raw | Word],
        expansion: Callable[[Cursor, Pieces, bool], None],
        string: Callable[[Cursor, Pieces], None],
    ) -> None:
        self.program = program
        self.word = word
        self.expansion = expansion
        self.string = string


class Cursor:
    """Where reading stands, what is still to come, and what was found wrong."""

    __slots__ = (
        "accounted",
        "assigns",
        "defined",
        "depth",
        "failed",
        "function_writes",
        "heres",
        "i",
        "limits",
        "n",
        "nodes",
        "opaque",
        "pending",
        "readers",
        "text",
        "writes",
    )

    def __init__(
        self,
        text: str,
        limits: Limits,
        depth: int,
        readers: Readers,
    ) -> None:
        self.text = text
        self.i = 0
        self.n = len(text)
        self.limits = limits
        self.depth = depth
        self.readers = readers
        self.nodes = 0
        self.failed = False
        self.opaque: list[tuple[str, int, int]] = []
        self.pending: list[Here] = []
        self.heres = 0
        self.assigns = "=" in text
        self.accounted: set[int] = set()
        self.writes: list[str] = []
        self.function_writes: set[str] = set()
        self.defined: set[str] = set()

    def note(self, reason: str, start: int, end: int) -> None:
        """Remember a stretch that is not understood, and go on."""
        self.opaque.append((reason, start, end))

    def fail(self, reason: str) -> None:
        """Stop reading here: nothing after this point is understood."""
        if not self.failed:
            self.failed = True
            self.opaque.append((reason, min(self.i, self.n), len(self.text)))
        self.i = self.n

    def count(self) -> None:
        """One more node; too many end the reading."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.fail("limit of nodes")

    def enter(self) -> bool:
        """Go one level deeper, unless that is too deep; every True is paired with a `leave`."""
        if self.depth >= self.limits.depth:
            self.fail("limit of depth")
            return False
        self.depth += 1
        return True

    def leave(self) -> None:
        """Come back up from `enter`."""
        self.depth -= 1

    def within(self, text: str, start: int, end: int, read: Callable[[Cursor], T]) -> T:
        """Read a stretch of `text` by itself; the caller then moves on behind it with `resume`."""
        outer = self.text, self.n, self.pending
        self.text, self.i, self.n, self.pending = text, start, end, []
        result = read(self)
        if self.i < self.n:
            self.fail("unexpected " + self.text[self.i])
        self.text, self.n, self.pending = outer
        return result

    def resume(self, i: int) -> None:
        """Go on at `i` after `within`, or stay at the end after a failure in there."""
        self.i = self.n if self.failed else i

    def at(self, piece: str) -> bool:
        """Whether `piece` stands here, within the part being read."""
        return self.text.startswith(piece, self.i, self.n)

    def expect(self, piece: str, what: str) -> None:
        """Step over `piece`, or fail naming what is missing."""
        if self.at(piece):
            self.i += len(piece)
        else:
            self.fail(what)

    def blanks(self) -> None:
        """Step over blanks and continued lines."""
        text, i, n = self.text, self.i, self.n
        while i < n:
            c = text[i]
            if c == " " or c == "\t":  # noqa: PLR1714 - the hottest comparison of all, and twice as fast like this
                i += 1
            elif c == "\\" and text.startswith("\\\n", i, n):
                i += 2
            else:
                break
        self.i = i

    def comment(self) -> None:
        """Step over a comment, up to the newline that ends it."""
        end = self.text.find("\n", self.i, self.n)
        self.i = self.n if end < 0 else end
