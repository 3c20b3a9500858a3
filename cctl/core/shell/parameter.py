"""What a parameter expands to, as far as it is certain, and the piece of a word it leaves."""

from __future__ import annotations

from cctl.core.shell.arithmetic import evaluate
from cctl.core.shell.character import DIGITS
from cctl.core.shell.part import Sum
from cctl.core.shell.pieces import has_glob
from cctl.core.shell.state import together
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.part import Param
    from cctl.core.shell.state import Value
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple

_NUMBERS = frozenset("#?$!-")
_DEFAULT = frozenset([":-", "-", ":=", "="])
_ALTERNATIVE = frozenset([":+", "+"])
_REQUIRED = frozenset([":?", "?"])
_PREFIX = frozenset(["#", "##"])
_SUFFIX = frozenset(["%", "%%"])


class Piece:
    """A part of a word after expansion.

    `fields` are the words of a list that stays several words. `pattern` says that the text is one of the names a glob
    stands for, as the variable of a loop over files holds it: quoting it changes nothing.
    """

    __slots__ = ("dynamic", "fields", "pattern", "quoted", "split", "subs", "text")

    def __init__(
        self,
        text: str = "",
        quoted: bool = False,
        dynamic: bool = False,
        split: bool = False,
        subs: tuple[Simple, ...] = (),
        fields: tuple[Word, ...] | None = None,
        pattern: bool = False,
    ) -> None:
        self.pattern = pattern
        self.text = text
        self.quoted = quoted
        self.dynamic = dynamic
        self.split = split
        self.subs = subs
        self.fields = fields


def tilde(walk: Walk, name: str) -> Piece:
    """The home directory of the user, or of `name`."""
    if name == "root":
        return Piece("/root", True)
    value: Value | None = None
    if name == "":
        value = walk.state.get("HOME")
    elif name == "+":
        value = walk.state.get("PWD")
    elif name == "-" and walk.state.oldpwd is not None:
        value = Word(walk.state.oldpwd, "", 0, 0)
    if isinstance(value, Word) and not value.dynamic:
        return Piece(value.text, True)
    return Piece("", True, dynamic=True)


def parameter(walk: Walk, param: Param) -> Piece:
    """Expand one parameter; every operand is walked even where its value is not used."""
    operand: Word | None = None
    if isinstance(param.operand, Sum):
        evaluate(walk, param.operand)
    elif param.operand is not None:
        operand = walk.one(param.operand)
    listed = param.name in ("@", "*") or (param.subscript is not None and param.subscript.text in ("@", "*"))
    if param.subscript is not None and not listed:
        evaluate(walk, param.subscript)
    value = _value(walk, param)
    op = param.op
    if op == "":
        return _listed(param, value) if isinstance(value, tuple) else _piece(param, value)
    if op == "indirect":
        _indirect(walk, param, value)
    elif op == "len" or (op == "names" and param.quoted):
        return Piece("", True, dynamic=True)
    elif operand is not None and not isinstance(value, tuple):
        return _operated(walk, param, value, operand)
    words = value if isinstance(value, tuple) else () if value is None else (value,)
    subs = tuple(sub for word in words for sub in word.subs) + (operand.subs if operand else ())
    return Piece("", param.quoted, dynamic=True, split=not param.quoted or listed, subs=subs)


def _value(walk: Walk, param: Param) -> Value | None:
    name = param.name
    if name in ("@", "*"):
        return walk.state.args
    if name[0] in DIGITS:
        args, at = walk.state.args, int(name[:4])
        if args is None or at == 0:
            return None
        return args[at - 1] if at <= len(args) else Word("", "", 0, 0)
    value = walk.state.get(name)
    if param.subscript is None:
        # bash means the first element, zsh all of them.
        return _any_of(value) if isinstance(value, tuple) else value
    if param.subscript.text in ("@", "*"):
        return (value,) if isinstance(value, Word) and not value.dynamic else value
    # bash counts from 0, zsh from 1.
    return _any_of(value if isinstance(value, tuple) else (value,)) if value is not None else None


def _any_of(words: tuple[Word, ...]) -> Word:
    subs: tuple[Simple, ...] = ()
    for word in words:
        subs = together(subs, word.subs)
    return Word("", "", 0, 0, dynamic=True, split=True, subs=subs)


def _piece(param: Param, value: Word | None) -> Piece:
    several = param.name in ("@", "*") or (param.subscript is not None and param.subscript.text in ("@", "*"))
    if value is None:
        return Piece("", param.quoted, True, several or not (param.quoted or param.name in _NUMBERS))
    if value.dynamic:
        return Piece(value.text, param.quoted, True, several or not param.quoted, value.subs)
    return Piece(value.text, param.quoted, False, False, value.subs, pattern=value.glob)


def _listed(param: Param, words: tuple[Word, ...]) -> Piece:
    """All elements of an array or of the arguments."""
    subs = tuple(sub for word in words for sub in word.subs)
    joined = param.name == "*" or (param.subscript is not None and param.subscript.text == "*")
    plain = all(not word.dynamic for word in words)
    if param.quoted and joined:
        return Piece(" ".join(word.text for word in words) if plain else "", True, not plain, False, subs)
    if param.quoted or (plain and all(_unsplit(word.text) for word in words)):
        return Piece("", True, subs=subs, fields=words)
    return Piece("", False, True, True, subs)


def _unsplit(text: str) -> bool:
    return bool(text) and len(text.split()) == 1 and text == text.strip() and not has_glob(text, text)


def _indirect(walk: Walk, param: Param, value: Value | None) -> None:
    """`${!x}` evaluates what `x` holds as a name, and a subscript in there as arithmetic."""
    harmless = param.name[0] in DIGITS or param.name == "#"
    known = isinstance(value, Word) and not value.dynamic and "[" not in value.text
    if param.subscript is not None or not (harmless or known):
        walk.note("indirect expansion", param.start, param.end)


def _operated(walk: Walk, param: Param, value: Word | None, operand: Word) -> Piece:
    """A default, an alternative, or a pattern cut off."""
    op = param.op
    known = value is not None and not value.dynamic
    subs = (value.subs if value is not None else ()) + operand.subs
    unknown = Piece("", param.quoted, True, not param.quoted, subs)
    if op in (":=", "=") and not (known and value is not None and value.text):
        walk.assign(param.name, Word("", "", 0, 0, dynamic=True, split=True, subs=subs), param.start, param.end)
    if value is None or not known:
        return unknown
    if op in _DEFAULT or op in _REQUIRED:
        filled = bool(value.text) or ":" not in op
        return _piece(param, value if filled or op in _REQUIRED else operand)
    if op in _ALTERNATIVE:
        return _piece(param, operand if value.text or ":" not in op else Word("", "", 0, 0))
    if (op in _PREFIX or op in _SUFFIX) and not operand.dynamic and not _patterned(operand):
        cut = value.text.removeprefix(operand.text) if op in _PREFIX else value.text.removesuffix(operand.text)
        return Piece(cut, param.quoted, False, False, value.subs)
    return unknown


def _patterned(operand: Word) -> bool:
    return operand.quoted or any(c in operand.text for c in "*?[\\(")
