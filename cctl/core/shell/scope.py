"""What the ways of control share: walking under marks, joining success and failure, forgetting what may change."""

from __future__ import annotations

from cctl.core.shell.arithmetic import NUMBER
from cctl.core.shell.cursor import ANYTHING, ARGUMENTS, JUMPS, MOVES, TEXT
from cctl.core.shell.state import NOWHERE, UNSURE, either_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.state import Saved
    from cctl.core.shell.tree import Block
    from cctl.core.shell.walk import Walk

_MARKS = frozenset(ANYTHING + ARGUMENTS + MOVES + JUMPS + TEXT)
_INPUT = frozenset(["<", "<<", "<<<", "<>", "<&"])


def marked(walk: Walk, block: Block, *marks: str) -> int:
    """Walk a block with more marks on its commands."""
    outer = walk.marks
    walk.marks = outer.union(marks)
    walk.failed = walk.state.place
    leaves = walk.block(block)
    walk.marks = outer
    return leaves


def settle(walk: Walk) -> Saved:
    """The state behind a command, whether it failed or not."""
    walk.state.place = either_place(walk.state.place, walk.failed)
    return walk.state.save()


def forget(walk: Walk, writes: frozenset[str]) -> None:
    """Everything that some stretch of text may change is unsure from here on."""
    state = walk.state
    if walk.function_writes:
        writes |= walk.function_writes
    if ANYTHING in writes:
        state.forget_all()
    for name in sorted(writes):
        if not name or name[0] in _MARKS:
            continue
        state.put(name, UNSURE if TEXT + name in writes else NUMBER)
    if ARGUMENTS in writes or ANYTHING in writes:
        state.args = None
    if MOVES in writes:
        state.place, state.oldpwd, state.dirs = NOWHERE, None, ()


def feeds(op: str, fd: int | None) -> bool:
    """Whether a redirection gives a command its standard input."""
    return op in _INPUT and fd in (None, 0)
