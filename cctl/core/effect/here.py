"""The effects a row gives by itself, on the folder the program works in: outside the project they are another's."""

from __future__ import annotations

from cctl.core.effect.usage import plain_effects
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_STAY = ("EXEC_", "NET_", "SELF", "SECRET", "REMOTE_EXEC", "UNCLEAR")  # what a dry run does all the same
_LOCAL = {
    "EXEC_PROJECT": "EXEC_FILE({})",
    "EXEC_FILE(project)": "EXEC_FILE({})",
    "VCS_LOCAL": "WRITE({})",
    "WRITE(project)": "WRITE({})",
    "DELETE(project)": "DELETE({})",
    "PKG_INSTALL": "WRITE({})",
}


def here(s: Survey, code: str, what: str) -> None:
    """An effect a row gives on the folder the program works in: elsewhere it is not the project's."""
    s.add(code, what)
    if code not in _LOCAL:
        return
    for cwd in (s.cwd, *s.also):  # after `a || cd x` it may be either
        _elsewhere(s, code, what, s.ground.place(cwd))


def _elsewhere(s: Survey, code: str, what: str, place: str) -> None:
    elsewhere = _LOCAL[code]
    if place in ("project", "sensitive"):
        return
    if elsewhere[0] == "E":
        s.add("EXEC_FILE(other)", what)
    elif place != "unknown" or code != "PKG_INSTALL":
        s.add("SELF" if place in ("agent-config", "cctl-self") else elsewhere.format(place), what)


def _led_away(s: Survey, args: Args) -> None:
    """A build or an install told of a path out of the project does not only run what the project defines."""
    for word in args.operands if not args.row.star else ():
        text = word.text
        if (text[:1] in ("/", "~") or text[:3] == "../") and text[:2] != "//" and ":" not in text:
            s.touch("t", word)
    for word in args.unknown:
        _, equals, value = word.text.partition("=")
        if equals and (value[:1] in ("/", "~") or value[:3] == "../"):
            s.touch("t", Word(value, word.raw, word.start, word.end, word.dynamic))


def own_effects(s: Survey, args: Args) -> None:
    """Add what the row and its options say, after going where `-C` says."""
    for role, word in args.roles:
        if role == "c":
            s.cwd = s.path(word)
    codes = args.replaced if args.replaced is not None else plain_effects(args)
    for code in codes:
        here(s, code, args.key)
    if ("EXEC_PROJECT" in codes or "PKG_INSTALL" in codes) and "stop" not in args.row.attrs:
        _led_away(s, args)
    for code in args.effects:
        if args.replaced is None or code.startswith(_STAY):
            here(s, code, args.key)
