"""One table row: what a program, or one subcommand of it, does with its options and operands.

The rows are written in `cctl/data/programs/*.toml` in a small language, one row per line, and decoded here when a call
first names the program:

    INFO REMOTE_READ        effects the row always has
    <r*>  <_,r*>  <r*,w>    what its operands are: a role each, one of them repeated
    -o|--output=w           an option whose value has a role ("=" alone: a value without one)
    -i?=                    an option whose value, if any, is joined to it
    -f|--force:DISCARD      an option that adds an effect
    -n|--dry-run:=INFO      an option that makes this the whole effect
    @handler                code that says what a row can't
    %attr  %attr:value      how the words are read

Roles, and what happens to a word that has one:

    r read and shown          k read without showing    K copied                  q a key used for what it is for
    i inspected               l listed                  R read with all below     w written
    d deleted                 D deleted with all below  c the folder to work in
    m mode or owner changed   M the same with all below
    u fetched from            s sent to                 n asked about             e a file that is run
    x a command's words       X a command's text        t a test or target        v known only if static
    p a package               _ ignored
"""

from __future__ import annotations

Effects = tuple[str, ...]


def word_set(text: str) -> frozenset[str]:
    """A list of words as people write it."""
    return frozenset(text.split())


class Option:
    """One option of a row; `value` is 0 for none, 1 for a word of its own, 2 for one joined to it."""

    __slots__ = ("effects", "replaces", "role", "value")

    def __init__(self, value: int, role: str, effects: Effects, replaces: bool) -> None:
        self.value = value
        self.role = role
        self.effects = effects
        self.replaces = replaces


class Row:
    """A decoded row."""

    __slots__ = ("attrs", "effects", "handler", "head", "options", "risky", "star", "tail")

    def __init__(self, text: str) -> None:
        self.effects: Effects = ()
        self.options: dict[str, Option] = {}
        self.head: Effects = ()
        self.star = ""
        self.tail: Effects = ()
        self.handler = ""
        self.attrs: dict[str, str] = {}
        self.risky = False
        effects: list[str] = []
        for token in text.split():
            first = token[0]
            if first == "<":
                self._roles(token[1:-1].split(","))
            elif first in "-+":
                self._option(token)
            elif first == "@":
                self.handler = token[1:]
            elif first == "%":
                name, _, value = token[1:].partition(":")
                self.attrs[name] = value
            else:
                effects.append(token)
        self.effects = tuple(effects)

    def _roles(self, roles: list[str]) -> None:
        starred = next((at for at, role in enumerate(roles) if role[-1:] == "*"), len(roles))
        self.head = tuple(roles[:starred])
        if starred < len(roles):
            self.star = roles[starred][:-1]
            self.tail = tuple(roles[starred + 1 :])

    def _option(self, token: str) -> None:
        left, colon, right = token.partition(":")
        replaces = right[:1] == "="
        effects = tuple(right.lstrip("=").split(",")) if colon else ()
        names, equals, role = left.partition("=")
        value = 1 if equals else 0
        if equals and names[-1:] == "?":
            names, value = names[:-1], 2
        option = Option(value, role or "_", effects, replaces)
        if role in _RISKY or (effects and not replaces):
            self.risky = True
        for name in names.split("|"):
            self.options[name] = option


_RISKY = frozenset("wdDxXesM")  # roles that make an option worth hiding behind an expansion
EMPTY = Row("")


ONLY_VERBS = ("get", "describe", "show")  # never the name of a group: what follows is a name, were it `delete`
_RISING = ("INFO", "REMOTE_READ", "SECRET_NAMES", "SECRET_STORE", "REMOTE_WRITE", "CLOUD_MUTATE", "DATA_DELETE")


def graver(row: Row, other: Row) -> bool:
    """Whether a verb's row weighs more than the one found before."""

    def weight(each: Row) -> int:
        return max((_RISING.index(code) for code in each.effects if code in _RISING), default=0)

    return weight(row) > weight(other)
