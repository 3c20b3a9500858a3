"""What is certain about the shell at one point of the text: variables, functions, directory, arguments.

Only certainty is stored. A variable that may hold one of two values is unsure, and so is everything made from it;
a variable never mentioned comes from outside and is simply unknown. Few variables are followed, so a saved state is
a handful of references.
"""

from __future__ import annotations

from cctl.core.shell.word import NO_MARKS, Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from cctl.core.shell.tree import Node

    Value: TypeAlias = Word | tuple[Word, ...]
    Cell: TypeAlias = tuple[Value]
    Place: TypeAlias = tuple[str | None, tuple[str, ...]]
    Bodies: TypeAlias = tuple[tuple[Node, ...], bool]
    Saved: TypeAlias = tuple[
        dict[str, Cell], dict[str, Bodies], Place, str | None, tuple[str, ...], tuple[Word, ...] | None
    ]

NOWHERE: Place = (None, ())
_MOST_VARIABLES = 64
_MOST_PLACES = 8
_MOST_SOURCES = 16
SOMEWHERE = Simple((), (), (), None, (), (), NO_MARKS, 0, 0)
"""Stands in `Word.subs` for commands that can no longer be named."""
UNSURE = Word("", "", 0, 0, dynamic=True, split=True, subs=(SOMEWHERE,))
"""The value of a variable that may have come from a command's output."""
_COUNTED = frozenset(
    ["BASHPID", "EPOCHSECONDS", "EUID", "LINENO", "OPTIND", "PPID", "RANDOM", "SECONDS", "SRANDOM", "UID"]
)
"""Names that hold a number whatever happens."""
_CHANGING_TEXT = (
    "_ RANDOM SRANDOM SECONDS LINENO REPLY PPID UID EUID BASHPID BASH_COMMAND BASH_SUBSHELL FUNCNAME DIRSTACK GROUPS "
    "PIPESTATUS OPTARG OPTIND EPOCHSECONDS EPOCHREALTIME BASHOPTS SHELLOPTS BASH_ARGV0 PWD OLDPWD COMP_LINE"
)
_CHANGING = frozenset(_CHANGING_TEXT.split())
"""Names whose value the shell itself changes or refuses to change."""


class State:
    """The shell's certain state; `save` and `restore` bracket whatever must not leak or may not run."""

    __slots__ = (
        "args",
        "cdpath",
        "dirs",
        "full",
        "functions",
        "home",
        "home_lost",
        "ifs",
        "oldpwd",
        "place",
        "pwd_lost",
        "vars",
    )

    def __init__(self, cwd: str | None, home: str | None) -> None:
        self.vars: dict[str, Cell] = {}
        self.functions: dict[str, Bodies] = {}
        self.place: Place = (cwd, ())
        self.oldpwd: str | None = None
        self.dirs: tuple[str, ...] = ()
        self.args: tuple[Word, ...] | None = None
        self.home = home
        self.home_lost = False
        self.pwd_lost = False
        self.ifs = True
        self.cdpath = False
        self.full = False

    def save(self) -> Saved:
        """Everything that a subshell or a branch may change."""
        return self.vars, self.functions, self.place, self.oldpwd, self.dirs, self.args

    def restore(self, saved: Saved) -> None:
        """Back to a saved state."""
        self.vars, self.functions, self.place, self.oldpwd, self.dirs, self.args = saved

    def get(self, name: str) -> Value | None:
        """The value of a variable, or None when nothing is known of it."""
        cell = self.vars.get(name)
        if cell is not None:
            return cell[0]
        if name == "HOME" and self.home is not None and not self.home_lost:
            return Word(self.home, "", 0, 0)
        if name == "PWD" and not self.pwd_lost and self.place[0] is not None and not self.place[1]:
            return Word(self.place[0], "", 0, 0)
        if name in _COUNTED:
            return None
        return UNSURE if self.full else None

    def put(self, name: str, value: Value) -> None:
        """Assign a variable; what cannot be followed becomes unsure or stays unknown."""
        self.home_lost |= name == "HOME"
        self.pwd_lost |= name == "PWD"
        self.cdpath |= name in ("CDPATH", "cdpath")
        self.ifs &= name != "IFS"
        if name in _CHANGING:
            return
        if len(self.vars) < _MOST_VARIABLES or name in self.vars:
            self.vars = {**self.vars, name: _cell(value)}
        else:
            self.full = True

    def forget(self, name: str) -> None:
        """A variable that was assigned something unknown."""
        self.put(name, UNSURE)

    def forget_all(self) -> None:
        """Any variable may have been assigned."""
        self.vars = dict.fromkeys(self.vars, _cell(UNSURE))
        self.full = self.home_lost = self.pwd_lost = self.cdpath = True
        self.ifs = False

    def overlay(self, name: str, value: Value) -> None:
        """A variable in the environment of one command alone."""
        self.vars = {**self.vars, name: _cell(value)}

    def define(self, name: str, body: Node) -> None:
        """A function definition; where it may not have happened, joining the states tells."""
        self.functions = {**self.functions, name: ((body,), True)}

    def keep_common(self, ends: Iterable[Saved]) -> None:
        """Continue from several possible states with what is the same in all of them."""
        first, *others = ends
        self.restore(first)
        for other in others:
            self.vars = _common(self.vars, other[0])
            self.functions = _either(self.functions, other[1])
            self.place = either_place(self.place, other[2])
            if self.oldpwd != other[3]:
                self.oldpwd = None
            if self.dirs != other[4]:
                self.dirs = ()
            if self.args is not other[5]:
                self.args = None


def _cell(value: Value) -> Cell:
    """Every assignment makes a cell of its own, so that `keep_common` tells by identity what was written."""
    return (value,)


def _common(one: dict[str, Cell], two: dict[str, Cell]) -> dict[str, Cell]:
    if one is two:
        return one
    return {name: _merged(one.get(name), two.get(name)) for name in sorted(one.keys() | two.keys())}


def _merged(one: Cell | None, two: Cell | None) -> Cell:
    if one is two and one is not None:
        return one
    subs: dict[int, Simple] = {}
    for value in (cell[0] for cell in (one, two) if cell is not None):
        for word in (value,) if isinstance(value, Word) else value:
            subs.update((id(sub), sub) for sub in word.subs)
    if len(subs) > _MOST_SOURCES:
        return _cell(UNSURE)
    return _cell(Word("", "", 0, 0, dynamic=True, split=True, subs=tuple(subs.values())))


def _either(one: dict[str, Bodies], two: dict[str, Bodies]) -> dict[str, Bodies]:
    if one is two:
        return one
    merged: dict[str, Bodies] = {}
    for name in one.keys() | two.keys():
        first, second = one.get(name), two.get(name)
        if first is not None and first is second:
            merged[name] = first
        else:
            bodies = (first[0] if first else ()) + (second[0] if second else ())
            merged[name] = (tuple(dict.fromkeys(bodies)), False)
    return merged


def joined(base: str | None, path: str) -> str | None:
    """`path` seen from `base`, with `.` and `..` taken as text, as the shell's own `cd` takes them."""
    if not path.startswith("/"):
        if base is None:
            return None
        path = base + "/" + path
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


def either_place(success: Place, failure: Place) -> Place:
    """Where the next command runs when a `cd` may have failed: as if it had not, and also where it was."""
    if success == failure:
        return success
    cwd = success[0]
    if cwd is None or failure[0] is None:
        return NOWHERE
    also = dict.fromkeys((*success[1], failure[0], *failure[1]))
    also.pop(cwd, None)
    return (cwd, tuple(also)) if len(also) <= _MOST_PLACES else NOWHERE


def together(one: tuple[Simple, ...], two: tuple[Simple, ...]) -> tuple[Simple, ...]:
    """Two lists of sources as one, kept short: values made of values would otherwise grow without bound."""
    if not two or one is two:
        return one
    both = one + two
    return both if len(both) <= _MOST_SOURCES else (*both[:_MOST_SOURCES], SOMEWHERE)
