"""The parsed commands, and the words, redirections and assignments that they hold."""

from __future__ import annotations

from cctl.core.shell.part import Raw, Sum
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias


class Here:
    """A here-document: announced on its line, its body filled in when that line has ended."""

    __slots__ = ("body", "delimiter", "literal", "start", "tabs")

    def __init__(self, delimiter: str, literal: bool, tabs: bool, start: int) -> None:
        self.delimiter = delimiter
        self.literal = literal
        self.tabs = tabs
        self.start = start
        self.body: Raw | Word = Word("", "", start, start, quoted=True)


class Redir:
    """A redirection before expansion."""

    __slots__ = ("end", "fd", "here", "op", "start", "target")

    def __init__(
        self, op: str, fd: int | None, target: Raw | Word | None, here: Here | None, start: int, end: int
    ) -> None:
        self.op = op
        self.fd = fd
        self.target = target
        self.here = here
        self.start = start
        self.end = end


class Assign:
    """`name=value`, `name+=value`, `name[i]=value` or `name=(values)`."""

    __slots__ = ("append", "array", "name", "subscript", "values")

    def __init__(self, name: str, values: list[Raw | Word], append: bool, array: bool, subscript: Sum | None) -> None:
        self.name = name
        self.values = values
        self.append = append
        self.array = array
        self.subscript = subscript


class Command:
    """A simple command as written."""

    __slots__ = ("assigns", "declared", "end", "redirects", "start", "words")

    def __init__(self, start: int) -> None:
        self.assigns: list[Assign] = []
        self.declared: list[Assign] = []
        self.words: list[Raw | Word] = []
        self.redirects: list[Redir] = []
        self.start = start
        self.end = start


class Pipe:
    """The stages of a pipeline; a single stage only when it is negated."""

    __slots__ = ("negated", "stages")

    def __init__(self, stages: list[Node], negated: bool) -> None:
        self.stages = stages
        self.negated = negated


class AndOr:
    """`first && … || …`, left to right."""

    __slots__ = ("first", "rest")

    def __init__(self, first: Node, rest: list[tuple[str, Node]]) -> None:
        self.first = first
        self.rest = rest


class Block:
    """Commands one after another, each with whether it runs in the background."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[tuple[Node, bool]] = []


class Group:
    """`{ … }`, or `( … )` when `subshell`."""

    __slots__ = ("block", "subshell")

    def __init__(self, block: Block, subshell: bool) -> None:
        self.block = block
        self.subshell = subshell


class If:
    """Conditions with their bodies; the last condition is None for `else`."""

    __slots__ = ("branches",)

    def __init__(self) -> None:
        self.branches: list[tuple[Block | None, Block]] = []


class Loop:
    """`while` and `until`; `writes` are the names its turns assign, `endless` that nothing in it can end it."""

    __slots__ = ("body", "condition", "endless", "writes")

    def __init__(self, condition: Block, body: Block, writes: frozenset[str], endless: bool) -> None:
        self.condition = condition
        self.body = body
        self.writes = writes
        self.endless = endless


class For:
    """`for` and `select` over words; `words` is None for the positional parameters, `size` the nodes of the body."""

    __slots__ = ("body", "name", "size", "words", "writes")

    def __init__(
        self, name: str, words: list[Raw | Word] | None, body: Block, writes: frozenset[str], size: int
    ) -> None:
        self.name = name
        self.words = words
        self.body = body
        self.writes = writes
        self.size = size


class Count:
    """`for ((a; b; c))`."""

    __slots__ = ("body", "endless", "heading", "writes")

    def __init__(self, heading: Sum, body: Block, writes: frozenset[str], endless: bool) -> None:
        self.heading = heading
        self.body = body
        self.writes = writes
        self.endless = endless


class Case:
    """`case`: each arm has patterns, a body, and whether it runs on into the next."""

    __slots__ = ("arms", "word")

    def __init__(self, word: Raw | Word) -> None:
        self.word = word
        self.arms: list[tuple[list[Raw | Word], Block, bool]] = []


class Function:
    """A function definition: nothing runs until it is called."""

    __slots__ = ("body", "name")

    def __init__(self, name: str, body: Node) -> None:
        self.name = name
        self.body = body


class Coproc:
    """`coproc`: a command beside the shell, its descriptors in the array `name`."""

    __slots__ = ("body", "name")

    def __init__(self, name: str, body: Node) -> None:
        self.name = name
        self.body = body


class Condition:
    """`[[ … ]]`, its operands in order."""

    __slots__ = ("end", "start", "words")

    def __init__(self, words: list[Raw | Word], start: int, end: int) -> None:
        self.words = words
        self.start = start
        self.end = end


class Redirected:
    """A compound command with redirections of its own."""

    __slots__ = ("end", "node", "redirects", "start")

    def __init__(self, node: Node, redirects: list[Redir], start: int, end: int) -> None:
        self.node = node
        self.redirects = redirects
        self.start = start
        self.end = end


if TYPE_CHECKING:
    Node: TypeAlias = (
        Command
        | Pipe
        | AndOr
        | Group
        | If
        | Loop
        | For
        | Count
        | Case
        | Function
        | Coproc
        | Condition
        | Sum
        | Redirected
    )
