"""A call as rules see it: one unit for each program that would run, with the effects that are its own.

`sudo git push` is two units: a rule about git covers what git does, and never what sudo adds to it. Effects that no
program has (an unread stretch, a file tool, what only the whole call shows) belong to a unit for the call itself.
"""

from __future__ import annotations

from cctl.core.effect.path import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Effect, Ran, Survey
    from cctl.core.shell.word import Word

_PATHS = ("READ", "WRITE", "DELETE", "LIST", "EXEC_FILE", "META", "SECRET_VALUE", "SELF")
_HOSTS = ("NET_GET(", "NET_SEND(", "NET_PROBE")


class Unit:
    """One program with its words and effects, or the call itself (`program` is then empty)."""

    __slots__ = ("cwd", "effects", "flags", "key", "program", "static", "words")

    def __init__(self, words: tuple[Word, ...], args: Args | None, cwd: str | None) -> None:
        self.words = words
        self.cwd = cwd
        self.effects: list[Effect] = []
        self.static = not any(word.dynamic for word in words)
        first = words[0] if words else None
        self.program = "" if first is None or first.dynamic else first.text.rpartition("/")[2]
        if args is not None:
            self.key = args.key or args.verb
            self.flags = frozenset(args.flags)
        else:
            self.key = ""
            self.flags = frozenset(word.text.partition("=")[0] for word in words[1:] if word.text[:1] == "-")

    @property
    def text(self) -> str:
        """The words with one blank between them: spacing and quoting can't hide one."""
        return " ".join(word.text for word in self.words)

    def operands(self) -> list[Word]:
        """The words after program, subcommand and options."""
        skip = self.key.count(" ") + 1 if self.key else 0
        plain = [word for word in self.words[1:] if word.text[:1] != "-"]
        return plain[skip:] if [word.text for word in plain[:skip]] == self.key.split(" ")[:skip] else plain

    def word(self, start: int, end: int) -> Word | None:
        """The word that stands in a stretch of the call's text."""
        return next((word for word in self.words if word.start == start and word.end == end), None)


def units(s: Survey) -> list[Unit]:
    """The units of a surveyed call; the last is the call itself."""
    effects = s.effects
    owner = [-1] * len(effects)
    made: list[Unit] = []
    for at, ran in enumerate(s.ran):  # inner programs come first, so that what is theirs is taken
        made.append(Unit(ran[0], ran[1], ran[2]))
        if not _withdrawn(s.ran, at, len(effects)):
            _own(owner, at, ran[3], ran[4])
    for cmd, before, after in s.made.values():  # redirections and assignments go with the program that has them
        at = _outermost(s.ran, before, after)
        if at < 0 and cmd.words:
            at = len(made)
            made.append(Unit(cmd.words, None, cmd.cwd))
        if at >= 0:
            made[at].static &= not any(each.target is not None and each.target.dynamic for each in cmd.redirects)
            _own(owner, at, before, after)
    whole = Unit((), None, s.ground.cwd)
    for effect, at in zip(effects, owner, strict=True):
        (whole if at < 0 else made[at]).effects.append(effect)
    return [*made, whole]


def _own(owner: list[int], at: int, before: int, after: int) -> None:
    for i in range(before, min(after, len(owner))):
        if owner[i] < 0:
            owner[i] = at


def _withdrawn(all_ran: list[Ran], at: int, count: int) -> bool:
    """Whether the effects of a program were taken back: it was read on suspicion, and its stretch is another's now."""
    before, after = all_ran[at][3], all_ran[at][4]
    if after > count:
        return True
    return any(ran[3] <= before < ran[4] < after for ran in all_ran[at + 1 :])


def _outermost(all_ran: list[Ran], before: int, after: int) -> int:
    """The program that stands for a whole command: the last to end within its stretch."""
    found = -1
    for at, ran in enumerate(all_ran):
        if ran[3] >= before and ran[4] <= after:
            found = at
    return found


def place(effect: Effect) -> str:
    """The class of the path an effect is about; "" when it is about none."""
    code = effect[0]
    if not code.startswith(_PATHS):
        return ""
    inner = code.partition("(")[2]
    return inner[:-1] if inner else {"SECRET_VALUE": "secret", "SELF": "cctl-self"}.get(code, "any")


def path(unit: Unit, effect: Effect, home: str | None) -> str | None:
    """The absolute path an effect is about; None when it is about none or only running tells."""
    if not effect[0].startswith(_PATHS) or not effect[1]:
        return None
    word = unit.word(effect[2], effect[3])
    if word is not None and word.dynamic:
        return None
    return normal(effect[1], unit.cwd, home)


def host(effect: Effect) -> str:
    """The host an effect is about; "" when it is about none."""
    return effect[1] if effect[0].startswith(_HOSTS) else ""
