"""Calls of functions: the body is walked in place of the call, with the call's arguments.

Only what a body surely did lasts. A `return` in its middle, a local variable, or a second definition of the same name
leave the values unsure; a function that starts itself again is not followed.
"""

from __future__ import annotations

from cctl.core.shell.outcome import LEAVES_SHELL, STAYS
from cctl.core.shell.scope import feeds, settle
from cctl.core.shell.state import NOWHERE, UNSURE
from cctl.core.shell.word import Simple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.state import Saved
    from cctl.core.shell.tree import Node
    from cctl.core.shell.walk import Walk


def call(walk: Walk, made: Simple) -> int:
    """Walk the body of a function in place of its call."""
    state = walk.state
    bodies, certain = state.functions[made.words[0].text]
    if not certain:
        walk.emit(made)
    elif made.redirects or made.assigns:
        walk.emit(_bare(made))
    outer = walk.marks, walk.stdin, walk.jumps, walk.locals
    if any(feeds(redirect.op, redirect.fd) for redirect in made.redirects):
        walk.stdin = (_bare(made),)
    walk.marks |= {"function"}
    walk.locals = []
    before = state.save()
    ends = [] if certain else [before]
    leaves = LEAVES_SHELL
    for body in bodies:
        state.restore(before)
        state.args = None if any(word.split for word in made.words) else made.words[1:]
        leaves = min(leaves, _called(walk, made, body))
        state.args = before[5]
        ends.append(settle(walk))
    state.keep_common(ends)
    if walk.jumps != outer[2]:
        _after_jump(walk, before)
    for local in (*walk.locals, *[assigned for assigned, _ in made.assigns]):
        state.put(local, UNSURE)
    walk.marks, walk.stdin, _, walk.locals = outer
    walk.failed = state.place
    return leaves if certain and leaves == LEAVES_SHELL else STAYS


def _called(walk: Walk, made: Simple, body: Node) -> int:
    """Walk one body, unless it is being walked already: then the function starts itself."""
    if body in walk.calling:
        mark = "unbounded" if walk.forks > walk.calling[body] else "recursive"
        walk.emit(made.marked(mark))
        walk.note("function calls itself", made.start, made.end)
        return STAYS
    walk.calling[body] = walk.forks
    leaves = walk.node(body)
    del walk.calling[body]
    return leaves


def _after_jump(walk: Walk, before: Saved) -> None:
    """A `return` in the middle: what came behind it may not have happened."""
    state = walk.state
    if state.place != before[2]:
        state.place = NOWHERE
    state.keep_common([before, state.save()])


def _bare(made: Simple) -> Simple:
    """A call without its words: what it assigns and redirects happens whatever the body does."""
    return Simple((), made.assigns, made.redirects, made.cwd, made.also, made.stdin, made.context, made.start, made.end)
