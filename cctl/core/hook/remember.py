"""What a session's hooks remember from one process to the next: little, and only what may tighten a later verdict.

Lines of a file, one object each, only ever appended: `pin` (project and settings that held when the session started),
`wrote` (a path), `asked` (contents of written files that a human is being asked about, with the call), `ran` (a call
that was let through), `mark` (something that makes every later allow an ask).
"""

from __future__ import annotations

from cctl.core.hook import codec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 5000  # paths; a session that wrote more is asked whatever it runs
MANY, REWRITTEN = "many", "rewritten"


class Memory:
    """A session's memory."""

    __slots__ = ("asked", "marks", "pin", "seen", "wrote")

    def __init__(self) -> None:
        self.pin: dict[str, object] = {}
        self.wrote: set[str] = set()
        self.asked: dict[str, set[str]] = {}  # call → contents
        self.seen: set[str] = set()  # contents that a human has let run
        self.marks: set[str] = set()

    def add(self, line: dict[str, object]) -> None:
        """One line."""
        pin, wrote, asked, call = line.get("pin"), line.get("wrote"), line.get("asked"), line.get("call")
        if isinstance(pin, dict) and not self.pin:
            self.pin = pin
        if isinstance(wrote, list):
            self.wrote.update(path for path in wrote if isinstance(path, str))
            if len(self.wrote) > MOST:
                self.marks.add(MANY)
        if isinstance(asked, list) and isinstance(call, str):
            self.asked.setdefault(call, set()).update(each for each in asked if isinstance(each, str))
        ran, mark = line.get("ran"), line.get("mark")
        if isinstance(ran, str):
            self.seen |= self.asked.pop(ran, set())
        if isinstance(mark, str):
            self.marks.add(mark)


def remembered(lines: Iterable[bytes]) -> Memory:
    """The memory in some lines; what is no line of it is passed over."""
    memory = Memory()
    for line in lines:
        try:
            read = codec.decode(line.decode()) if line else None
        except (ValueError, RecursionError):
            continue
        if isinstance(read, dict):
            memory.add(read)
    return memory
