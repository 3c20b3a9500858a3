"""Assignments in front of a command, or in place of one."""

from __future__ import annotations

from cctl.core.shell.arithmetic import check, evaluate
from cctl.core.shell.state import UNSURE
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.state import Value
    from cctl.core.shell.tree import Assign, Command
    from cctl.core.shell.walk import Walk


def assigned(walk: Walk, command: Command, words: list[Word]) -> tuple[tuple[str, Word], ...]:
    """The assignments of a command, expanded; they last if there is no command behind them."""
    before = walk.state.vars
    found: list[tuple[str, Word]] = []
    lasting = not words or (words[0].dynamic and words[0].split)
    for assign in command.assigns:
        values = walk.words(assign.values) if assign.array else [walk.one(assign.values[0])]
        found.extend((assign.name, value) for value in values)
        value = _value(walk, assign, values)
        if lasting:
            walk.assign(assign.name, UNSURE if words else value, command.start, command.end)
        else:
            walk.prompt(assign.name, value, command.start, command.end)
            walk.state.overlay(assign.name, value)
    if not lasting and words[0].text not in walk.state.functions:
        walk.state.vars = before
    return tuple(found)


def _value(walk: Walk, assign: Assign, values: list[Word]) -> Value:
    if assign.subscript is not None:
        evaluate(walk, assign.subscript)
        return UNSURE
    old = walk.state.get(assign.name) if assign.append else None
    if assign.array:
        walk.arrays.add(assign.name)
        if any(value.raw[:1] == "[" for value in values):
            for value in values:
                index = value.text.partition("=")[0].strip("[]")
                check(walk, Word(index, "", 0, 0, value.dynamic, subs=value.subs), value.start, value.end)
            return UNSURE
        if any(value.glob or value.split for value in values) or (assign.append and not isinstance(old, tuple)):
            return UNSURE
        return (*old, *values) if isinstance(old, tuple) else tuple(values)
    if not assign.append:
        return values[0]
    if not isinstance(old, Word) or old.dynamic or values[0].dynamic:
        return UNSURE
    return Word(old.text + values[0].text, "", values[0].start, values[0].end)
