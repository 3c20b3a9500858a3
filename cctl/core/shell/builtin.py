"""What the shell's own commands do to the shell: where it stands, what its variables hold, how it reads on.

Only the change of state is followed here. What a builtin does to the world is for whoever judges the commands.
"""

from __future__ import annotations

from cctl.core.shell.declare import DECLARATIONS
from cctl.core.shell.option import OPTIONS
from cctl.core.shell.outcome import LEAVES_HERE, LEAVES_SHELL, STAYS
from cctl.core.shell.state import NOWHERE, joined
from cctl.core.shell.word import Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.shell.tree import Command
    from cctl.core.shell.walk import Walk

_CD_OPTIONS = frozenset(["-L", "-P", "--"])
_LASTING = frozenset(["EXIT", "0"])
"""A trap on these runs when everything else has."""


def _operands(words: tuple[Word, ...]) -> list[Word]:
    """The arguments behind the options."""
    at = 1
    while at < len(words) and len(words[at].text) > 1 and words[at].text[0] == "-" and not words[at].dynamic:
        at += 1
        if words[at - 1].text == "--":
            break
    return list(words[at:])


def _cd(walk: Walk, made: Simple, _command: Command) -> int:
    state = walk.state
    where = state.place
    operands = _operands(made.words)
    target: str | None = None
    options = {word.text for word in made.words[1 : len(made.words) - len(operands)]}
    if not options <= _CD_OPTIONS:
        pass
    elif not operands:
        home = state.get("HOME")
        target = home.text if isinstance(home, Word) and not home.dynamic else None
    elif len(operands) == 1 and not operands[0].dynamic and not operands[0].glob:
        target = operands[0].text
        if target == "-":
            target = state.oldpwd
    elsewhere = target is not None and (target[:1] == "+" or ("-P" in options and ".." in target))
    lost = elsewhere or state.cdpath or made.assigns
    _move(walk, None if lost else target)
    walk.failed = where
    return STAYS


def _move(walk: Walk, target: str | None) -> None:
    state = walk.state
    cwd, also = state.place
    state.oldpwd = cwd if not also else None
    if target is None:
        state.place = NOWHERE
        return
    moved = joined(cwd, target)
    others = [joined(other, target) for other in also]
    if moved is None or None in others:
        state.place = NOWHERE
    else:
        state.place = (moved, tuple(dict.fromkeys(other for other in others if other and other != moved)))


def _pushd(walk: Walk, made: Simple, _command: Command) -> int:
    state = walk.state
    where = state.place
    operands = [word for word in made.words[1:] if word.dynamic or word.text not in ("--", "-n")]
    plain = len(operands) == 1 and not operands[0].dynamic and not operands[0].glob
    if plain and operands[0].text[:1] not in ("+", "-") and not state.cdpath:
        state.dirs = (*state.dirs, where[0] or "")
        _move(walk, operands[0].text)
    else:
        state.place, state.dirs = NOWHERE, ()
    walk.failed = where
    return STAYS


def _popd(walk: Walk, made: Simple, _command: Command) -> int:
    state = walk.state
    where = state.place
    back = state.dirs[-1] if state.dirs and len(made.words) == 1 else ""
    state.dirs = state.dirs[:-1]
    _move(walk, back or None)
    walk.failed = where
    return STAYS


def _leave_here(walk: Walk, _made: Simple, _command: Command) -> int:
    walk.jumps += 1
    return LEAVES_HERE


def _leave_shell(_walk: Walk, _made: Simple, _command: Command) -> int:
    return LEAVES_SHELL


def _exec(walk: Walk, made: Simple, _command: Command) -> int:
    if _operands(made.words):
        return LEAVES_SHELL
    if any(redirect.op[0] == "<" and redirect.fd in (None, 0) for redirect in made.redirects):
        walk.stdin = (made,)
    return STAYS


def _eval(walk: Walk, made: Simple, _command: Command) -> int:
    walk.state.forget_all()
    walk.state.args = None
    walk.doubt(" ".join([word.text for word in made.words[1:]]), made.start, made.end)
    where = walk.state.place
    if any(word.dynamic or _mentions_move(word.text) for word in made.words[1:]):
        where = NOWHERE
    walk.state.place = walk.failed = where
    return STAYS


def _mentions_move(text: str) -> bool:
    return "cd" in text or "pushd" in text or "popd" in text or not text.isprintable()


def _source(walk: Walk, _made: Simple, _command: Command) -> int:
    """Whoever lets a file be sourced trusts it not to move the shell or its home."""
    state = walk.state
    kept = state.home_lost, state.ifs, state.cdpath
    state.forget_all()
    state.home_lost, state.ifs, state.cdpath = kept
    return STAYS


def _trap(walk: Walk, made: Simple, _command: Command) -> int:
    operands = _operands(made.words)
    signals = [word.text for word in operands[1:]]
    if operands:
        walk.doubt(operands[0].text, made.start, made.end)
    if len(operands) > 1 and not _LASTING.issuperset(signals) and operands[0].text not in ("-", ""):
        walk.state.forget_all()
    return STAYS


def _peeled(walk: Walk, made: Simple, command: Command) -> int:
    """`command` and `builtin` run the builtin behind them, never a function."""
    operands = _operands(made.words)
    looks = any(word.text[:1] == "-" and ("v" in word.text or "V" in word.text) for word in made.words[1:2])
    effect = BUILTINS.get(operands[0].text) if operands and not looks else None
    if effect is None:
        return STAYS
    inner = Simple(
        tuple(operands),
        made.assigns,
        made.redirects,
        made.cwd,
        made.also,
        made.stdin,
        made.context,
        made.start,
        made.end,
    )
    return effect(walk, inner, command)


BUILTINS: dict[str, Callable[[Walk, Simple, Command], int]] = {
    "cd": _cd,
    "chdir": _cd,
    "pushd": _pushd,
    "popd": _popd,
    "return": _leave_here,
    "break": _leave_here,
    "continue": _leave_here,
    "exit": _leave_shell,
    "logout": _leave_shell,
    "exec": _exec,
    "eval": _eval,
    "source": _source,
    ".": _source,
    "trap": _trap,
    "command": _peeled,
    "builtin": _peeled,
    **DECLARATIONS,
    **OPTIONS,
}
