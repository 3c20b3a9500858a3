"""What a command may change in the shell that runs it, told from its words alone.

A loop needs to know this of its whole body before the first turn: a value assigned in one turn is seen by the next.
"""

from __future__ import annotations

from cctl.core.shell.character import ARITHMETIC_SAFE
from cctl.core.shell.cursor import ANYTHING, ARGUMENTS, JUMPS, MOVES, TEXT
from cctl.core.shell.part import Raw, Sum, Text
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.tree import Assign, Command

DECLARING = frozenset(["declare", "typeset", "local", "export", "readonly"])
LEAVING = frozenset(["exit", "return", "break", "continue", "exec", "logout"])
MOVING = frozenset(["cd", "pushd", "popd", "chdir"])
NAMING = DECLARING | {"read", "mapfile", "readarray", "getopts", "printf", "wait", "unset"}
_ALL = frozenset(["eval", "source", ".", "trap", "let", "enable", "alias"])
_PEELED = frozenset(["command", "builtin"])
_BY_NAME = {
    **dict.fromkeys(LEAVING, (JUMPS,)),
    **dict.fromkeys(MOVING, (MOVES,)),
    **dict.fromkeys(_ALL, (ANYTHING, MOVES)),
    **dict.fromkeys(NAMING, ()),
    "set": (ARGUMENTS,),
    "shift": (ARGUMENTS,),
}


def note_writes(cur: Cursor, command: Command) -> None:
    """Add what `command` may change to what the stretch around it does."""
    first = command.words[0] if command.words else None
    if not isinstance(first, Word):
        # With a command behind them assignments last no longer than it does, unless that command expands to nothing.
        for assign in command.assigns:
            cur.writes.append(assign.name)
            if not _is_number(assign):
                cur.writes.append(TEXT + assign.name)
        return
    if first.text in _PEELED and any(
        not isinstance(word, Word) or word.text in _BY_NAME for word in command.words[1:3]
    ):
        cur.writes.extend((ANYTHING, MOVES))
        return
    if first.text not in _BY_NAME:
        return
    cur.writes.extend(_BY_NAME[first.text])
    if first.text not in NAMING:
        return
    for word in command.words[1:]:
        name = written_name(word.text if isinstance(word, Word) else leading_text(word))
        cur.writes.extend((name, TEXT + name) if name else (ANYTHING,))


def _is_number(assign: Assign) -> bool:
    """Whether only arithmetic or literal text flows into an assignment."""
    for value in assign.values:
        if isinstance(value, Word):
            if not ARITHMETIC_SAFE.issuperset(value.text):
                return False
        elif isinstance(value, Raw) and not all(type(part) in (Text, Sum) for part in value.parts):
            return False
    return True


def leading_text(raw: Raw | Word) -> str:
    """The literal text a word begins with, as far as its first `=`; empty if the name before it is not literal."""
    if isinstance(raw, Word):
        return raw.text
    lead = raw.parts[0] if isinstance(raw, Raw) and raw.parts else None
    return lead.text if isinstance(lead, Text) and "=" in lead.text else ""


def written_name(text: str) -> str:
    """The variable that an argument like `name`, `name=value`, `name+=value` or `name[i]` means."""
    return text.split("=", 1)[0].split("[", 1)[0].rstrip("+")
