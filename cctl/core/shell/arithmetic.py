"""Arithmetic runs code: a variable's text is evaluated again, and the subscript `a[$(…)]` in it is a substitution.

So an expression is only understood when every value that flows into it is known to be harmless, comes from a program
that prints numbers, or from outside the text altogether.
"""

from __future__ import annotations

from cctl.core.shell.character import ARITHMETIC_SAFE, names
from cctl.core.shell.part import Param, Sub, Sum, Text
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple

NUMBER = Word("", "", 0, 0, dynamic=True)
"""The value of a variable that arithmetic assigned."""
_NUMERIC = frozenset(["wc", "date", "nproc", "expr", "id", "tput", "seq", "bc", "getconf"])
_PASSING = frozenset(["tr", "cat", "head", "tail", "sort", "uniq"])
_COUNTING = {"grep": ("c",), "egrep": ("c",), "fgrep": ("c",), "rg": ("c",), "git": ()}
_DEPTH = 16


def evaluate(walk: Walk, expression: Sum) -> None:
    """Walk the expansions of an expression, and note it if a value could make it run something."""
    used: set[str] = set()
    for part in expression.parts:
        if isinstance(part, Text):
            used |= names(part.text)
            if part.quoted and not ARITHMETIC_SAFE.issuperset(part.text):
                walk.note("arithmetic on text", expression.start, expression.end)
        elif isinstance(part, Sum):
            evaluate(walk, part)
        elif isinstance(part, Sub):
            check(walk, walk.substitute(part), expression.start, expression.end)
        elif isinstance(part, Param):
            check(walk, walk.value(part), expression.start, expression.end)
    _check_names(walk, used, expression.start, expression.end)
    if "=" in expression.text or "++" in expression.text or "--" in expression.text:
        for name in sorted(used):
            walk.state.put(name, NUMBER)


def check(walk: Walk, word: Word, start: int, end: int) -> None:
    """Note a word that the shell evaluates as arithmetic, if that could run something."""
    if not may_evaluate(word):
        walk.note("arithmetic on text", start, end)
    elif word.text:
        _check_names(walk, names(word.text), start, end)


def _check_names(walk: Walk, used: set[str], start: int, end: int) -> None:
    for name in sorted(used):
        value = walk.state.get(name)
        for word in (value,) if isinstance(value, Word) else value or ():
            if not may_evaluate(word):
                walk.note("arithmetic on text", start, end)


def may_evaluate(word: Word) -> bool:
    """Whether the shell may evaluate this text as arithmetic without running anything."""
    if not ARITHMETIC_SAFE.issuperset(word.text):
        return False
    return not word.dynamic or all(numeric(sub) for sub in word.subs)


def numeric(command: Simple, depth: int = 0) -> bool:
    """Whether a command prints numbers only, as far as its name and flags tell."""
    words = command.words
    if not words or words[0].dynamic or depth > _DEPTH:
        return False
    name = words[0].text
    if name in _NUMERIC:
        return True
    if name in ("echo", "printf"):
        return all(may_evaluate(word) or word.text in ("%s", "%d", "%d\\n", "%s\\n") for word in words[1:])
    if name in _PASSING:
        return bool(command.stdin) and all(numeric(source, depth + 1) for source in command.stdin)
    if name in _COUNTING:
        flags = [word.text for word in words[1:]]
        return "--count" in flags or any(
            flag[:1] == "-" and flag[1:2] != "-" and letter in flag for flag in flags for letter in _COUNTING[name]
        )
    return False
