"""Walk the parsed text the way a shell would run it, along every path it could take.

Each simple command comes out once per place it could run in, with its words expanded by what is certain there.
Branches are walked from the same state and joined afterwards; what differs between them is unsure from then on.
"""

from __future__ import annotations

from cctl.core.shell import expand
from cctl.core.shell.arithmetic import may_evaluate
from cctl.core.shell.assign import assigned
from cctl.core.shell.builtin import BUILTINS
from cctl.core.shell.flow import FLOW
from cctl.core.shell.function import call
from cctl.core.shell.outcome import LEAVES_HERE, STAYS
from cctl.core.shell.parameter import parameter
from cctl.core.shell.part import Param, Raw
from cctl.core.shell.printed import printed
from cctl.core.shell.state import SOMEWHERE, UNSURE, State, either_place
from cctl.core.shell.tree import Block, Command
from cctl.core.shell.word import NO_MARKS, Redirect, Simple, Word
from cctl.core.shell.writes import DECLARING, leading_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Limits
    from cctl.core.shell.part import Sub
    from cctl.core.shell.state import Place, Value
    from cctl.core.shell.tree import Node, Redir

_FORKING = frozenset(["background", "coproc", "substitution"])
_AGAIN = frozenset(["loop", "function"])
"""Where a command may run once more after what follows it in the text."""
_PROMPTS = frozenset(["PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT"])
_MOST_NOTES = 64
_DEEPEST = 2
"""Functions that call each other may nest this many times deeper than the text itself."""


class Walk:
    """One walk: what came out so far, and the surroundings of the command being walked."""

    __slots__ = (
        "aliases",
        "arrays",
        "budget",
        "calling",
        "declared",
        "defined",
        "depth",
        "exporting",
        "failed",
        "forks",
        "function_writes",
        "integers",
        "jumps",
        "limits",
        "locals",
        "marks",
        "opaque",
        "out",
        "outward",
        "readonly",
        "sink",
        "state",
        "stdin",
        "steps",
        "turns",
    )

    def __init__(self, state: State, limits: Limits, opaque: list[tuple[str, int, int]]) -> None:
        self.state = state
        self.limits = limits
        self.opaque = opaque
        self.out: list[Simple] = []
        self.sink: list[Simple] = []
        self.marks = NO_MARKS
        self.stdin: tuple[Simple, ...] = ()
        self.failed: Place = state.place
        self.budget = limits.text
        self.steps = 0
        self.turns = 1
        self.depth = 0
        self.forks = 0
        self.jumps = 0
        self.outward: list[Simple] = []
        self.calling: dict[Node, int] = {}
        self.defined: set[str] = set()
        self.function_writes: frozenset[str] = frozenset()
        self.aliases: set[str] = set()
        self.integers: set[str] = {"RANDOM", "SECONDS", "SRANDOM", "HISTCMD", "OPTIND"}
        self.readonly: set[str] = set()
        self.locals: list[str] = []
        self.arrays: set[str] = set()
        self.declared: dict[str, tuple[Word, ...]] = {}
        self.exporting = False

    def note(self, reason: str, start: int, end: int) -> None:
        """Remember something that is not understood."""
        if len(self.opaque) < _MOST_NOTES:
            self.opaque.append((reason, start, end))

    def afford(self, size: int, raw: Raw) -> bool:
        """Whether so much text may still come out of variables: values made of values grow exponentially."""
        self.budget -= size
        if self.budget >= 0:
            return True
        self.note("limit of expanded text", raw.start, raw.end)
        return False

    def one(self, raw: Raw | Word) -> Word:
        """A word that stays one word."""
        return raw if isinstance(raw, Word) else expand.one(self, raw)

    def value(self, param: Param) -> Word:
        """A parameter by itself, as arithmetic uses it."""
        piece = parameter(self, param)
        return Word(piece.text, "", param.start, param.end, piece.dynamic or bool(piece.fields), subs=piece.subs)

    def words(self, raws: list[Raw | Word]) -> list[Word]:
        """Arguments, which may split and expand to several."""
        found: list[Word] = []
        for raw in raws:
            if isinstance(raw, Word):
                found.append(raw)
            elif found and found[0].text in DECLARING and not raw.brace and leading_text(raw):
                found.append(expand.one(self, raw))
            else:
                found.extend(expand.words(self, raw))
        return found

    def block(self, block: Block) -> int:
        """Commands in order; the answer says whether control leaves on every path."""
        leaves = STAYS
        for node, background in block.items:
            self.state.place = either_place(self.state.place, self.failed)
            self.failed = self.state.place
            if background:
                self.apart(node, "background")
            else:
                found = self.node(node)
                leaves = leaves or found
        return leaves

    def node(self, node: Node) -> int:
        """One command of any kind."""
        if isinstance(node, Command):
            return self.simple(node)
        self.failed = self.state.place
        if self.depth >= _DEEPEST * self.limits.depth:
            self.note("limit of depth", 0, 0)
            return LEAVES_HERE
        self.depth += 1
        leaves = FLOW[type(node)](self, node)
        self.depth -= 1
        return leaves

    def apart(self, node: Node | Block, mark: str) -> None:
        """Walk what runs in a shell of its own: nothing it changes lasts."""
        saved, marks, stdin = self.state.save(), self.marks, self.stdin
        self.marks |= {mark}
        self.forks += mark in _FORKING
        self.failed = self.state.place
        self.depth += 1
        if self.depth > _DEEPEST * self.limits.depth:
            self.note("limit of depth", 0, 0)
        elif isinstance(node, Block):
            self.block(node)
        else:
            self.node(node)
        self.depth -= 1
        self.forks -= mark in _FORKING
        self.state.restore(saved)
        self.marks, self.stdin = marks, stdin
        self.failed = self.state.place

    def substitute(self, sub: Sub) -> Word:
        """Walk the program of a substitution; its output is known only in the simplest cases."""
        outer, self.sink = self.sink, []
        stdin, first = self.stdin, len(self.out)
        if sub.kind == ">(":
            self.stdin = (SOMEWHERE,)
        token = self.stdin
        failed = self.failed
        self.apart(sub.block, "substitution")
        self.failed = failed
        subs, self.sink, self.stdin = tuple(self.sink), outer, stdin
        if sub.kind == ">(":
            self.outward.extend(inner for inner in self.out[first:] if inner.stdin is token)
            return Word("", "", sub.start, sub.end, dynamic=True)
        text = None if sub.kind == "<(" else printed(self, sub.block, subs)
        if text is not None:
            return Word(text, "", sub.start, sub.end)
        return Word("", "", sub.start, sub.end, dynamic=True, split=True, subs=subs)

    def simple(self, command: Command) -> int:
        """A simple command: expand it, put it out, and follow what it does to the shell."""
        self.steps += 1 + len(command.words)
        if self.steps > self.limits.nodes:
            self.note("limit of steps", command.start, command.end)
            return LEAVES_HERE
        state = self.state
        words = self.words(command.words)
        if command.declared:
            self.declared = {assign.name: tuple(self.words(assign.values)) for assign in command.declared}
        redirects = tuple([self.redirect(redir) for redir in command.redirects]) if command.redirects else ()
        assigns = assigned(self, command, words) if command.assigns else ()
        self.failed = place = state.place
        head = words[0] if words else None
        if head is not None and head.glob:
            # Which program that names depends on the files there are.
            head = words[0] = Word(head.text, head.raw, head.start, head.end, True, True, head.quoted, True, head.subs)
        name = head.text if head is not None and not head.dynamic else ""
        function = name in state.functions
        made = Simple(
            tuple(words),
            assigns,
            redirects,
            place[0],
            place[1],
            self.stdin,
            self.marks,
            command.start,
            command.end,
        )
        if self.outward:
            for inner in self.outward:
                inner.stdin = (made,)
            self.outward = []
        if function:
            return call(self, made)
        self.emit(made)
        if name in self.aliases or (name in self.defined and _AGAIN & self.marks):
            self.note("a name with two meanings", command.start, command.end)
        effect = BUILTINS.get(name)
        return effect(self, made, command) if effect is not None else STAYS

    def emit(self, made: Simple) -> None:
        """One more command that could run."""
        self.out.append(made)
        self.sink.append(made)
        if len(self.out) > self.limits.nodes:
            self.steps = self.limits.nodes

    def redirect(self, redir: Redir) -> Redirect:
        """A redirection, expanded."""
        target = self.one(redir.target) if redir.target is not None else None
        body = self.one(redir.here.body) if redir.here is not None else None
        if redir.op == "<<<":
            target, body = None, target
        return Redirect(redir.op, redir.fd, target, body, redir.start, redir.end)

    def doubt(self, text: str, start: int, end: int) -> None:
        """Note text that the shell will read by itself if a name in it has a meaning of this script's own."""
        if any(name in text for name in (*self.defined, *self.aliases)):
            self.note("a name with two meanings", start, end)

    def prompt(self, name: str, value: Value, start: int, end: int) -> None:
        """A prompt's text is expanded when it is shown, that of `PS4` before each traced command."""
        if name in _PROMPTS and not (
            isinstance(value, Word) and not value.dynamic and "$" not in value.text and "`" not in value.text
        ):
            self.note("prompt that is expanded", start, end)

    def assign(self, name: str, value: Value, start: int, end: int) -> None:
        """Give a variable a value, as far as it takes one."""
        self.prompt(name, value, start, end)
        if name in self.integers and not (isinstance(value, Word) and may_evaluate(value)):
            self.note("arithmetic on text", start, end)
        self.state.put(name, UNSURE if name in self.readonly or name in self.integers else value)
