"""Gathers the pieces of one word and says at the end whether its text is already certain."""

from __future__ import annotations

from cctl.core.shell.part import Raw, Text
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Part


class Pieces:
    """The word being read: finished parts, and the run of literal characters in progress."""

    __slots__ = ("_run", "_run_quoted", "brace", "depth", "glob", "parts", "quoted", "special", "spelt", "value")

    def __init__(self, value: bool = False) -> None:
        self.value = value
        self.depth = 0
        self.parts: list[Part] = []
        self.glob = False
        self.quoted = False
        self.brace = False
        self.special = False
        self.spelt = False  # holds a brace that does not stand in the text
        self._run: list[str] = []
        self._run_quoted = False

    def plain(self, text: str) -> None:
        """Unquoted characters, which may still be a brace, a glob or a tilde."""
        if self._run_quoted:
            self._flush()
            self._run_quoted = False
        self._run.append(text)

    def instead(self, last: str, text: str) -> bool:
        """Unquoted characters in place of the one read last; False when that one was quoted."""
        if self._run_quoted or not self._run or self._run[-1][-1:] != last:
            return False
        self._run[-1] = self._run[-1][:-1] + text
        self.glob = self.glob or "*" in text or "?" in text
        self.spelt = self.spelt or "{" in text
        return True

    def literal(self, text: str) -> None:
        """Quoted characters, which stand for themselves whatever they are."""
        if not self._run_quoted:
            self._flush()
            self._run_quoted = self.quoted = True
        self._run.append(text)

    def part(self, part: Part) -> None:
        """An expansion."""
        self._flush()
        self.parts.append(part)
        self.special = True

    def lead(self) -> str | None:
        """What was read so far, if it is all unquoted and literal."""
        return None if self.parts or self._run_quoted else "".join(self._run)

    def size(self) -> int:
        """How many pieces there are; an empty string is one, an empty list of arguments in quotes is not."""
        return len(self.parts) + len(self._run)

    def empty(self) -> bool:
        """Whether nothing of the word has been read yet."""
        return not self.parts and not self._run

    def word(self, cur: Cursor, start: int) -> Raw | Word:
        """The word from `start` to the cursor."""
        self._flush()
        raw = cur.text[start : cur.i]
        brace = self.spelt or (self.brace and "}" in raw and ("," in raw or ".." in raw))
        if self.special or brace:
            return Raw(self.parts, raw, start, cur.i, brace, self.quoted)
        text = "".join([part.text for part in self.parts if isinstance(part, Text)])
        return Word(text, raw, start, cur.i, False, self.glob and self._globs(raw), self.quoted)

    def _flush(self) -> None:
        if self._run:
            self.parts.append(Text("".join(self._run), self._run_quoted))
            self._run = []

    def _globs(self, raw: str) -> bool:
        return any(isinstance(part, Text) and not part.quoted and has_glob(part.text, raw) for part in self.parts)


def has_glob(text: str, whole: str) -> bool:
    """Whether unquoted `text` makes a pattern; `[` only does when a `]` closes it in the `whole` word."""
    return "*" in text or "?" in text or ("[" in text and "]" in whole)
