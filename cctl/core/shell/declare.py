"""Builtins that give variables their values.

Two of their ways are dangerous: a subscript in the name is arithmetic and can hold a substitution even in single
quotes, and an attribute (`-i`, `-n`) changes what every later assignment means.
"""

from __future__ import annotations

from cctl.core.shell.arithmetic import NUMBER, check, may_evaluate
from cctl.core.shell.character import names
from cctl.core.shell.lexer import is_name
from cctl.core.shell.outcome import STAYS
from cctl.core.shell.state import UNSURE
from cctl.core.shell.word import Word
from cctl.core.shell.writes import written_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.shell.state import Value
    from cctl.core.shell.tree import Command
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple

_KNOWN_FLAGS = frozenset("xrgaApfFiluct")
_CASING = frozenset("luc")


def _flags(words: tuple[Word, ...]) -> str:
    return "".join([word.text[1:] for word in words if word.text[:1] in ("-", "+") and not word.dynamic])


def _declare(walk: Walk, made: Simple, _command: Command) -> int:
    name = made.words[0].text
    flags = _flags(made.words[1:])
    reference = "n" in flags and name != "export"
    if reference or not _KNOWN_FLAGS.issuperset(flags.replace("n", "")):
        walk.note("variable attribute", made.start, made.end)
    local = name not in ("export", "readonly") and "g" not in flags
    if "f" in flags and (name == "export" or "x" in flags):
        # A shell that is started from here has the function too.
        walk.note("function that is seen elsewhere", made.start, made.end)
    if "p" in flags or "f" in flags or "F" in flags:
        return STAYS
    for word in made.words[1:]:
        if word.text[:1] in ("-", "+") and not word.dynamic:
            continue
        if word.dynamic and "=" not in word.text:
            walk.note("variable named at run time", made.start, made.end)
            walk.state.forget_all()
            continue
        _declare_one(walk, made, word, flags)
        if local and "function" in walk.marks:
            walk.locals.append(written_name(word.text))
    return STAYS


def _declare_one(walk: Walk, made: Simple, word: Word, flags: str) -> None:
    name, variable = made.words[0].text, written_name(word.text)
    _subscript(walk, word)
    if "i" in flags:
        walk.integers.add(variable)
    values = walk.declared.get(variable) if word.raw[len(variable) :].lstrip("+")[:2] == "=(" else None
    if values is not None:
        walk.arrays.add(variable)
    else:
        _compound(walk, word, "a" in flags or "A" in flags or variable in walk.arrays)
    value = _declared(walk, name, word, values)
    if _CASING.intersection(flags) or (name == "local" and "function" not in walk.marks):
        value = UNSURE
    walk.assign(variable, value, made.start, made.end)
    if name == "readonly" or "r" in flags:
        walk.readonly.add(variable)


def _declared(walk: Walk, name: str, word: Word, values: tuple[Word, ...] | None) -> Value:
    """What a name is worth behind its declaration."""
    front, equals, text = word.text.partition("=")
    if front[-1:] == "+" or "[" in front:
        return UNSURE
    if values is not None:
        return UNSURE if _unclear(values) else values
    if equals:
        return Word(text, "", word.start, word.end, word.dynamic, word.glob, subs=word.subs)
    return (walk.state.get(front) or NUMBER) if name in ("export", "readonly") else UNSURE


def _compound(walk: Walk, word: Word, array: bool) -> None:
    """A value in brackets is read as a list of words once more, even out of quotes, if the variable is an array."""
    value = word.text.partition("=")[2]
    if (word.dynamic and array) or (value[:1] == "(" and ("$" in value or "`" in value)):
        walk.note("array made of text", word.start, word.end)


def _unclear(values: tuple[Word, ...]) -> bool:
    return any(value.glob or value.split or value.raw[:1] == "[" for value in values)


def _subscript(walk: Walk, word: Word) -> None:
    """A name with a subscript is evaluated, quoted or not."""
    _, bracket, subscript = word.text.partition("=")[0].partition("[")
    if bracket and not word.dynamic:
        check(walk, Word(subscript.rstrip("]"), "", word.start, word.end), word.start, word.end)
    elif bracket:
        walk.note("subscript", word.start, word.end)


def _read(walk: Walk, made: Simple, _command: Command) -> int:
    """Every argument that can be a name is one: a value taken for unsure costs nothing."""
    source = Word("", "", made.start, made.end, dynamic=True, split=True, subs=(made,))
    if any(word.text[:2] == "-C" for word in made.words[1:]):
        walk.doubt(" ".join([word.text for word in made.words[1:]]), made.start, made.end)
    for word in made.words[1:]:
        _subscript(walk, word)
        name = written_name(word.text)
        if word.dynamic and not word.text:
            walk.state.forget_all()
        elif is_name(name):
            walk.assign(name, source, made.start, made.end)
    return STAYS


def _printf(walk: Walk, made: Simple, command: Command) -> int:
    head = made.words[1] if len(made.words) > 1 else None
    if head is None or (head.text[:2] != "-v" and not (head.dynamic and head.split)):
        return STAYS
    return _read(walk, made, command)


def _unset(walk: Walk, made: Simple, _command: Command) -> int:
    state = walk.state
    for word in made.words[1:]:
        _subscript(walk, word)
        if word.dynamic:
            state.forget_all()
            continue
        name = written_name(word.text)
        if name in state.functions:
            state.functions = {**state.functions, name: (state.functions[name][0], False)}
        if is_name(name):
            state.put(name, NUMBER)
    return STAYS


def _let(walk: Walk, made: Simple, _command: Command) -> int:
    for word in made.words[1:]:
        if not may_evaluate(word):
            walk.note("arithmetic on text", word.start, word.end)
        for name in sorted(names(word.text)):
            value = walk.state.get(name)
            if value is not None and not (isinstance(value, Word) and may_evaluate(value)):
                walk.note("arithmetic on text", word.start, word.end)
            walk.state.put(name, NUMBER)
    return STAYS


def _test(walk: Walk, made: Simple, _command: Command) -> int:
    """`test -v` evaluates a subscript in the name it asks about."""
    asks = False
    for word in made.words[1:]:
        if asks:
            check(walk, word, word.start, word.end)
        asks = word.text in ("-v", "-R") and not word.dynamic
    return STAYS


DECLARATIONS: dict[str, Callable[[Walk, Simple, Command], int]] = {
    "declare": _declare,
    "typeset": _declare,
    "local": _declare,
    "export": _declare,
    "readonly": _declare,
    "read": _read,
    "mapfile": _read,
    "readarray": _read,
    "getopts": _read,
    "wait": _read,
    "printf": _printf,
    "unset": _unset,
    "let": _let,
    "test": _test,
    "[": _test,
}
