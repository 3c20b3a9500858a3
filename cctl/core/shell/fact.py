"""What a small nested program does, one fact at a time: the common answer of the readers of Python, awk, sed and jq.

Kinds: `read`, `write`, `delete`, `delete_tree`, `list` (a path), `shell` (a command line), `run` (a program, with its
argument list in `words`), `net_get`, `net_send` (a host or address), `env` (a variable's name, empty for all of them),
and `unknown` (the reason), which whoever judges must never allow. `text` is None where the value is only known at run
time; no fact at all means that the program only works on its input.
"""

from __future__ import annotations

from cctl.core.shell.word import Value


class Fact(Value):
    """One thing a program does."""

    __slots__ = ("kind", "text", "words")

    def __init__(self, kind: str, text: str | None, words: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.text = text
        self.words = words


LONGEST = 16384
"""Programs longer than this are not read: an agent writes them to a file."""


def unknown(reason: str) -> tuple[Fact, ...]:
    """The answer for a program that was not understood."""
    return (Fact("unknown", reason),)
