"""What a sed script does beyond editing its input: files it reads and writes, commands it runs.

Read command by command, since everything that matters hides behind a single letter: `w` and `W` write a file, `r` and
`R` read one, `e` runs a command line, and the flags `w` and `e` of `s` do the same.
"""

from __future__ import annotations

from cctl.core.shell.bracket import bracket_end
from cctl.core.shell.character import DIGITS, NAME, run_length
from cctl.core.shell.fact import LONGEST, Fact, unknown

_PLAIN = frozenset("=dDgGhHnNpPxzF")
_NUMBERED = frozenset("lLqQ")
_LABELLED = frozenset(":btT")
_TEXTUAL = frozenset("aic")
_FILED = {"r": "read", "R": "read", "w": "write", "W": "write"}
_FLAGS = frozenset("gpiImM" + DIGITS)
_BLANK = " \t\n;"


def read_sed(script: str) -> tuple[Fact, ...]:
    """The facts of a script; the pieces of several `-e` come joined by newlines."""
    if len(script) > LONGEST:
        return unknown("limit of text")
    reading = _Script(script)
    try:
        reading.all()
    except _Strange as strange:
        return (*reading.found, Fact("unknown", str(strange)))
    return tuple(reading.found)


class _Strange(Exception):
    """Something that is not sed as all versions of it agree on."""


class _Script:
    def __init__(self, text: str) -> None:
        self.text = text
        self.i = 0
        self.depth = 0
        self.found: list[Fact] = []

    def all(self) -> None:
        """Every command to the end."""
        while True:
            self._skip(_BLANK)
            if self.i >= len(self.text):
                break
            self._addresses()
            self._command()
        if self.depth:
            raise _Strange("unclosed {")

    def _peek(self) -> str:
        return self.text[self.i : self.i + 1]

    def _skip(self, allowed: str) -> None:
        self.i += run_length(self.text, self.i, len(self.text), allowed)

    def _line(self) -> str:
        """The rest of the line, stepped over."""
        end = self.text.find("\n", self.i)
        end = len(self.text) if end < 0 else end
        rest = self.text[self.i : end]
        self.i = end
        return rest

    def _addresses(self) -> None:
        if self._address():
            self._skip(" \t")
            if self._peek() == ",":
                self.i += 1
                self._skip(" \t")
                if self._peek() in ("+", "~"):
                    self.i += 1
                if not self._address():
                    raise _Strange("missing address")
        self._skip(" \t")
        while self._peek() == "!":
            self.i += 1
            self._skip(" \t")

    def _address(self) -> bool:
        c = self._peek()
        if c == "$":
            self.i += 1
        elif c and c in DIGITS:
            self._skip(DIGITS)
            if self._peek() == "~":
                self.i += 1
                self._skip(DIGITS)
        elif c in ("/", "\\"):
            self.i += 1 if c == "/" else 2
            self._until(self.text[self.i - 1 : self.i], True)
            self._skip("IM")
        else:
            return False
        return True

    def _until(self, delimiter: str, pattern: bool) -> None:
        """Step over a pattern or a replacement and the delimiter behind it."""
        text = self.text
        if not delimiter or delimiter in "\\\n":
            raise _Strange("delimiter")
        while self.i < len(text):
            c = text[self.i]
            if c == delimiter:
                self.i += 1
                return
            if c == "\\":
                self.i += 2
            elif c == "\n":
                raise _Strange("newline in a pattern")
            elif c == "[" and pattern:
                # Inside of which the delimiter means itself.
                self.i = bracket_end(text, self.i)
                if self.i < 0:
                    raise _Strange("bracket")
            else:
                self.i += 1
        raise _Strange("unclosed pattern")

    def _command(self) -> None:
        c = self._peek()
        self.i += 1
        if c == "{":
            self.depth += 1
            return
        if c == "}":
            self.depth -= 1
            if self.depth < 0:
                raise _Strange("unexpected }")
        elif c == "#":
            self._line()
        elif c in _FILED:
            self._skip(" \t")
            self.found.append(Fact(_FILED[c], self._line()))
        elif c == "e":
            self._skip(" \t")
            self.found.append(Fact("shell", self._line() or None))
        elif c == "s":
            self._substitute()
        elif c == "y":
            delimiter = self._peek()
            self.i += 1
            self._until(delimiter, False)
            self._until(delimiter, False)
        elif c in _TEXTUAL:
            self._appended()
        elif c in _LABELLED:
            self._skip(" \t")
            self._skip(NAME + "-.")
        elif c in _NUMBERED:
            self._skip(" \t")
            self._skip(DIGITS)
        elif not c or c not in _PLAIN:
            raise _Strange("command " + c)
        self._ended()

    def _ended(self) -> None:
        self._skip(" \t")
        if self._peek() not in ("", ";", "\n", "}", "#"):
            raise _Strange("text behind a command")

    def _substitute(self) -> None:
        delimiter = self._peek()
        self.i += 1
        self._until(delimiter, True)
        self._until(delimiter, False)
        while True:
            flag = self._peek()
            if flag == "w":
                self.i += 1
                self._skip(" \t")
                self.found.append(Fact("write", self._line()))
                return
            if flag == "e":
                self.found.append(Fact("shell", None))
            elif not flag or flag not in _FLAGS:
                return
            self.i += 1

    def _appended(self) -> None:
        """The text of `a`, `i` or `c`: to the end of the line, and on where a backslash ends it."""
        while True:
            line = self._line()
            if (len(line) - len(line.rstrip("\\"))) % 2 == 0 or self.i >= len(self.text):
                return
            self.i += 1
