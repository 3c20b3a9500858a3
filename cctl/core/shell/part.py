"""The parts of a word that need the state of the shell.

Words whose text is certain at once are made as `Word` by the lexer; a `Raw` waits for the walk, which knows the
variables, the directory and the functions at that point.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from cctl.core.shell.tree import Block
    from cctl.core.shell.word import Word


class Text:
    """Literal characters; unquoted ones may still be a brace, a glob or a tilde."""

    __slots__ = ("quoted", "text")

    def __init__(self, text: str, quoted: bool) -> None:
        self.text = text
        self.quoted = quoted


class Tilde:
    """`~`, `~user`, `~+` or `~-` where the shell expands it; `name` is what follows the tilde."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Param:
    """A parameter expansion: `op` is '' for the bare value, 'len', 'indirect', or the operator as written."""

    __slots__ = ("end", "name", "op", "operand", "quoted", "start", "subscript")

    def __init__(
        self,
        name: str,
        op: str,
        operand: Raw | Word | Sum | None,
        subscript: Sum | None,
        quoted: bool,
        start: int,
        end: int,
    ) -> None:
        self.name = name
        self.op = op
        self.operand = operand
        self.subscript = subscript
        self.quoted = quoted
        self.start = start
        self.end = end


class Sub:
    """A command or process substitution; `kind` is `$(`, a backquote, `<(` or `>(`."""

    __slots__ = ("block", "end", "kind", "quoted", "start")

    def __init__(self, block: Block, kind: str, quoted: bool, start: int, end: int) -> None:
        self.block = block
        self.kind = kind
        self.quoted = quoted
        self.start = start
        self.end = end


class Sum:
    """An arithmetic expression: its source and the expansions in it."""

    __slots__ = ("end", "parts", "quoted", "start", "text")

    def __init__(self, text: str, parts: list[Part], quoted: bool, start: int, end: int) -> None:
        self.text = text
        self.parts = parts
        self.quoted = quoted
        self.start = start
        self.end = end


class Raw:
    """A word that needs the shell's state; `brace` asks for brace expansion first."""

    __slots__ = ("brace", "end", "parts", "quoted", "raw", "start")

    def __init__(self, parts: list[Part], raw: str, start: int, end: int, brace: bool, quoted: bool) -> None:
        self.parts = parts
        self.raw = raw
        self.start = start
        self.end = end
        self.brace = brace
        self.quoted = quoted


if TYPE_CHECKING:
    Part: TypeAlias = Text | Tilde | Param | Sub | Sum
