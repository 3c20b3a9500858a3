"""How tests write what the reader found: a command as its words, `…` behind what is only known at run time."""

from __future__ import annotations

from cctl.core.shell.reader import read
from cctl.core.shell.word import Script, Simple, Word

CWD = "/work/project"
HOME = "/home/test"


def script(text: str) -> Script:
    """Read with the directory and home that the tests agree on."""
    return read(text, cwd=CWD, home=HOME)


def shown(word: Word) -> str:
    """A word's text, with `…` where it goes on at run time and a leading `glob:` where it is a pattern."""
    return ("glob:" if word.glob else "") + word.text + ("…" if word.dynamic else "")


def words(command: Simple) -> list[str]:
    """The words of one command."""
    return [shown(word) for word in command.words]


def commands(text: str) -> list[list[str]]:
    """The words of all commands that have any, of a text that is wholly understood."""
    found = script(text)
    assert not found.opaque, (text, found.opaque)
    return [words(command) for command in found.commands if command.words]


def last(text: str) -> Simple:
    """The last command of a text."""
    return script(text).commands[-1]


def args(text: str) -> list[str]:
    """The arguments of the last command of a text that is wholly understood."""
    return commands(text)[-1][1:]


def reasons(text: str) -> list[str]:
    """Why a text is not understood."""
    return [reason for reason, _, _ in script(text).opaque]


def names(text: str) -> list[str]:
    """The command names of a text, in order, understood or not."""
    return [command.words[0].text for command in script(text).commands if command.words]
