"""How control flows through everything that is not a simple command.

Each function walks its node, leaves the state as it is when the node succeeded and `Walk.failed` as the place where
the shell is when it failed, and answers whether control leaves on every path.
"""

from __future__ import annotations

from cctl.core.shell.arithmetic import check, evaluate
from cctl.core.shell.outcome import LEAVES_SHELL, STAYS
from cctl.core.shell.part import Sum
from cctl.core.shell.scope import feeds, forget, marked, settle
from cctl.core.shell.state import UNSURE, either_place, together
from cctl.core.shell.tree import AndOr, Case, Condition, Coproc, Count, For, Function, Group, If, Loop, Pipe, Redirected
from cctl.core.shell.word import Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cctl.core.shell.state import Saved
    from cctl.core.shell.walk import Walk

_MOST_TURNS = 64
_MOST_UNROLLED = 600
_CALLED_BY_SHELL = frozenset(
    ["command_not_found_handle", "command_not_found_handler", "chpwd", "precmd", "preexec", "periodic", "zshexit"]
)
_COMPARING = frozenset(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"])


def _and_or(walk: Walk, node: AndOr) -> int:
    state, outer = walk.state, walk.marks
    leaves = walk.node(node.first)
    base = state.save()
    good, bad = state.place, walk.failed
    walk.marks = outer | {"conditional"}
    alternative = False
    for op, following in node.rest:
        if op == "||" or alternative:
            # What the commands before assigned may not have happened.
            state.keep_common([base, state.save()])
        alternative = alternative or op == "||"
        state.place = good if op == "&&" else bad
        left = walk.node(following)
        if op == "&&":
            good, bad = state.place, either_place(walk.failed, bad)
        elif left:
            bad = good
        else:
            good, bad = either_place(good, state.place), walk.failed
    walk.marks = outer
    state.keep_common([base, state.save()])
    state.place, walk.failed = good, bad
    return leaves


def _pipe(walk: Walk, node: Pipe) -> int:
    state = walk.state
    if len(node.stages) == 1:
        leaves = walk.node(node.stages[0])
        state.place, walk.failed = walk.failed, state.place
        return leaves
    outer_sink, outer_stdin, outer_marks = walk.sink, walk.stdin, walk.marks
    saved = state.save()
    walk.marks = outer_marks | {"pipe"}
    walk.forks += 1
    upstream = outer_stdin
    for stage in node.stages:
        walk.stdin, walk.sink = upstream, []
        walk.node(stage)
        upstream = tuple(walk.sink)
        state.restore(saved)
    walk.forks -= 1
    walk.marks, walk.stdin, walk.sink = outer_marks, outer_stdin, outer_sink
    outer_sink.extend(upstream)
    walk.failed = state.place
    return STAYS


def _group(walk: Walk, node: Group) -> int:
    if not node.subshell:
        return walk.block(node.block)
    walk.apart(node.block, "subshell")
    return STAYS


def _if(walk: Walk, node: If) -> int:
    state = walk.state
    ends: list[Saved] = []
    leaving = LEAVES_SHELL
    for condition, body in node.branches:
        bad = state.place
        if condition is not None:
            marked(walk, condition, *(("conditional",) if condition is not node.branches[0][0] else ()))
            bad = walk.failed
        before = state.save()
        left = marked(walk, body, "conditional")
        if left:
            leaving = min(leaving, left)
        else:
            ends.append(settle(walk))
        state.restore(before)
        state.place = bad
    if not node.branches or node.branches[-1][0] is not None:
        ends.append(state.save())
    if ends:
        state.keep_common(ends)
    walk.failed = state.place
    return STAYS if ends else leaving


def _case(walk: Walk, node: Case) -> int:
    state = walk.state
    walk.one(node.word)
    base = state.save()
    ends = [base]
    for patterns, body, runs_on in node.arms:
        state.restore(base)
        for pattern in patterns:
            walk.one(pattern)
        left = marked(walk, body, "conditional")
        if not left:
            ends.append(settle(walk))
            if runs_on:
                # Into the next arm, or any later one whose pattern fits.
                state.keep_common([base, ends[-1]])
                base = state.save()
    state.keep_common(ends)
    walk.failed = state.place
    return STAYS


def _loop(walk: Walk, node: Loop) -> int:
    state = walk.state
    forget(walk, node.writes)
    marks = ("loop", "endless") if node.endless else ("loop",)
    marked(walk, node.condition, *marks)
    bad = walk.failed
    before = state.save()
    marked(walk, node.body, *marks)
    end = settle(walk)
    state.restore(before)
    state.place = bad
    state.keep_common([state.save(), end])
    forget(walk, node.writes)
    walk.failed = state.place
    return STAYS


def _count(walk: Walk, node: Count) -> int:
    evaluate(walk, node.heading)
    forget(walk, node.writes)
    before = walk.state.save()
    marked(walk, node.body, *(("loop", "endless") if node.endless else ("loop",)))
    walk.state.keep_common([before, settle(walk)])
    forget(walk, node.writes)
    walk.failed = walk.state.place
    return STAYS


def _for(walk: Walk, node: For) -> int:
    state = walk.state
    items = walk.words(node.words) if node.words is not None else state.args
    turns = walk.turns * max(1, len(items or ()))
    certain = items and not any(item.dynamic for item in items)
    if not certain or items is None or len(items) > _MOST_TURNS or turns * node.size > _MOST_UNROLLED:
        subs: tuple[Simple, ...] = ()
        for item in items or ():
            subs = together(subs, item.subs)
        items = (Word("", "", 0, 0, dynamic=True, split=True, subs=subs),)
        forget(walk, node.writes)
    before = state.save()
    outer, walk.turns = walk.turns, walk.turns * len(items)
    for turn, item in enumerate(items):
        if turn:
            settle(walk)
            forget(walk, node.writes)
        walk.assign(node.name, item, 0, 0)
        marked(walk, node.body, "loop")
    walk.turns = outer
    state.keep_common([before, settle(walk)])
    forget(walk, node.writes)
    walk.failed = state.place
    return STAYS


def _function(walk: Walk, node: Function) -> int:
    if node.name in _CALLED_BY_SHELL or node.name.startswith("TRAP"):
        walk.note("function that the shell calls by itself", 0, 0)
    if walk.exporting or "loop" in walk.marks:
        walk.note("function that is seen elsewhere", 0, 0)
    walk.state.define(node.name, node.body)
    return STAYS


def _coproc(walk: Walk, node: Coproc) -> int:
    walk.apart(node.body, "coproc")
    walk.state.put(node.name, UNSURE)
    return STAYS


def _redirected(walk: Walk, node: Redirected) -> int:
    redirects = tuple([walk.redirect(redir) for redir in node.redirects])
    place = walk.state.place
    made = Simple((), (), redirects, place[0], place[1], walk.stdin, walk.marks, node.start, node.end)
    walk.out.append(made)
    outer = walk.stdin
    if any(feeds(redirect.op, redirect.fd) for redirect in redirects):
        walk.stdin = (made,)
    leaves = walk.node(node.node)
    walk.stdin = outer
    return leaves


def _test(walk: Walk, node: Condition) -> int:
    words = [walk.one(word) for word in node.words]
    for at, word in enumerate(words):
        operands = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
        evaluated = operands if word.text in _COMPARING else operands[-1:] if word.text in ("-v", "-R") else ()
        for operand in evaluated:
            check(walk, operand, node.start, node.end)
    _emit(walk, "[[", words, node.start, node.end)
    return STAYS


def _sum(walk: Walk, node: Sum) -> int:
    evaluate(walk, node)
    _emit(walk, "((", [Word(node.text, node.text, node.start, node.end, quoted=True)], node.start, node.end)
    return STAYS


def _emit(walk: Walk, name: str, words: list[Word], start: int, end: int) -> None:
    place = walk.state.place
    head = Word(name, name, start, start + 2)
    walk.emit(Simple((head, *words), (), (), place[0], place[1], walk.stdin, walk.marks, start, end))


FLOW: dict[type, Callable[[Walk, Any], int]] = {
    AndOr: _and_or,
    Pipe: _pipe,
    Group: _group,
    If: _if,
    Case: _case,
    Loop: _loop,
    Count: _count,
    For: _for,
    Function: _function,
    Coproc: _coproc,
    Redirected: _redirected,
    Condition: _test,
    Sum: _sum,
}
