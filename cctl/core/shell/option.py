"""Builtins that change how the shell reads what follows.

Only settings that leave every later word as it was read are let pass; any other makes the text opaque.
"""

from __future__ import annotations

from cctl.core.shell.character import DIGITS, NAME
from cctl.core.shell.compound import KEYWORDS
from cctl.core.shell.outcome import STAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.shell.tree import Command
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple, Word

_SET_FLAGS = frozenset("euxvfnETabmhCpt")
_SET_NAMES_TEXT = (
    "errexit nounset xtrace verbose noglob noexec errtrace functrace allexport notify monitor hashall noclobber "
    "privileged pipefail onecmd ignoreeof nolog emacs vi"
)
_SET_NAMES = frozenset(_SET_NAMES_TEXT.split())
_SHOPT_NAMES_TEXT = (
    "nullglob failglob dotglob globstar nocaseglob nocasematch extglob globasciiranges globskipdots inherit_errexit "
    "checkwinsize histappend cmdhist lithist checkjobs checkhash huponexit interactive_comments expand_aliases "
    "autocd cdspell dirspell direxpand progcomp hostcomplete promptvars sourcepath mailwarn"
)
_SHOPT_NAMES = frozenset(_SHOPT_NAMES_TEXT.split())


def _set(walk: Walk, made: Simple, _command: Command) -> int:
    words = list(made.words[1:])
    known, ended = True, False
    while words and words[0].text[:1] in ("-", "+") and not words[0].dynamic and not ended:
        flags = set(words.pop(0).text)
        ended = flags == {"-"}
        flags -= {"-", "+"}
        if "o" in flags and words:
            walk.exporting |= words[0].text == "allexport"
            known = known and words.pop(0).text in _SET_NAMES
        walk.exporting |= "a" in flags
        known = known and _SET_FLAGS.issuperset(flags - {"o"})
    if words and words[0].dynamic and not ended:
        known = False
    if not known:
        walk.note("shell option", made.start, made.end)
    if words or ended:
        walk.state.args = None if any(word.split or word.glob for word in words) else tuple(words)
    return STAYS


def _shift(walk: Walk, made: Simple, _command: Command) -> int:
    args = walk.state.args
    by = made.words[1].text if len(made.words) > 1 else "1"
    plain = len(made.words) <= 2 and 0 < len(by) < 4 and not by.lstrip(DIGITS) and not made.words[-1].dynamic
    walk.state.args = args[int(by) :] if args is not None and plain else None
    return STAYS


def _shopt(walk: Walk, made: Simple, _command: Command) -> int:
    for word in made.words[1:]:
        flag = word.text[:1] == "-" and not set(word.text[1:]) - set("supq")
        if word.dynamic or not (flag or word.text in _SHOPT_NAMES):
            walk.note("shell option", made.start, made.end)
    return STAYS


def _alias(walk: Walk, made: Simple, _command: Command) -> int:
    """Scripts expand no aliases unless told to, but an agent's shell may have been told to."""
    for word in made.words[1:]:
        name, defines, _ = word.text.partition("=")
        if word.dynamic and not defines:
            walk.note("alias", made.start, made.end)
        elif defines:
            _remember(walk, name, word)
    return STAYS


def _remember(walk: Walk, name: str, word: Word) -> None:
    if name in KEYWORDS or name.lstrip(NAME + "-."):
        walk.note("alias", word.start, word.end)
    walk.aliases.add(name)


def _hash(walk: Walk, made: Simple, _command: Command) -> int:
    """`hash -p` makes a name mean another file."""
    if any("p" in word.text for word in made.words[1:] if word.text[:1] == "-" or word.dynamic):
        walk.note("shell option", made.start, made.end)
    return STAYS


def _enable(walk: Walk, made: Simple, _command: Command) -> int:
    walk.note("shell option", made.start, made.end)
    return STAYS


OPTIONS: dict[str, Callable[[Walk, Simple, Command], int]] = {
    "set": _set,
    "shift": _shift,
    "shopt": _shopt,
    "alias": _alias,
    "hash": _hash,
    "enable": _enable,
}
