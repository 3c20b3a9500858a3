"""A second count of everything that could run something, made without the grammar.

A flat scan with nothing but a stack of quotes finds each active backquote, `$(`, `$((`, `$[`, `<(`, `>(` and `<<` in
the raw text. Any that the reader did not turn into a node makes the text opaque: where two independent readings
differ, neither is trusted. In doubt the scan says *active*.
"""

from __future__ import annotations

from cctl.core.shell.character import BLANK, NAME, WORD_END, run_length
from cctl.core.shell.escape import closing_backquote, closing_quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor

_INERT = NAME + " \t-./:,+@%^=!~*?;&|"
_OPENERS = ("`", "$(", "$[", "<(", ">(", "<<", "@P")
_TOP, _COMMAND, _DOUBLE, _BRACE, _DOUBLE_BRACE, _SUM, _OLD_SUM, _BODY = range(8)
_UNQUOTED = frozenset([_TOP, _COMMAND, _BRACE])
_PROGRAM = frozenset([_TOP, _COMMAND])


def census(cur: Cursor, text: str, start: int, end: int) -> None:
    """Note every active opener between `start` and `end` that `cur.accounted` does not know."""
    if not any(text.find(opener, start, end) >= 0 for opener in _OPENERS):
        return
    scan = _Scan(text, end)
    scan.run(start, end, _TOP)
    for at in scan.active:
        if at not in cur.accounted:
            cur.note("substitution not accounted for", at, at + 1)
    if scan.doubt >= 0:
        cur.note("quotes do not balance", scan.doubt, end)


class _Frame:
    __slots__ = ("cases", "counted", "depth", "kind", "pending")

    def __init__(self, kind: int, at: int) -> None:
        self.kind = kind
        self.depth = 0
        self.counted = at
        self.cases = 0
        self.pending: list[tuple[str, bool, bool]] = []


class _Scan:
    __slots__ = ("active", "doubt", "i", "stack", "text")

    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.i = 0
        self.active: list[int] = []
        self.doubt = -1
        self.stack: list[_Frame] = []

    def run(self, start: int, end: int, kind: int) -> None:
        outer, self.stack = self.stack, [_Frame(kind, start)]
        self.i = start
        while self.i < end and self.doubt < 0:
            self.i += run_length(self.text, self.i, end, _INERT)
            if self.i < end:
                self._one(self.text[self.i], end)
        if len(self.stack) > 1 or self.i > end:
            self._unsure()
        self.stack = outer

    def _unsure(self) -> None:
        if self.doubt < 0:
            self.doubt = self.i

    def _push(self, kind: int, size: int) -> None:
        self.i += size
        self.stack.append(_Frame(kind, self.i))

    def _one(self, c: str, end: int) -> None:
        frame = self.stack[-1]
        if c == "\\":
            self.i += 2
        elif c == "$":
            self._dollar(frame, end)
        elif c == "`":
            self.active.append(self.i)
            close = closing_backquote(self.text, self.i + 1, end)
            self.i = close + 1
            if close < 0:
                self._unsure()
        elif c == '"' and frame.kind != _BODY:
            if frame.kind == _DOUBLE:
                self.stack.pop()
                self.i += 1
            else:
                self._push(_DOUBLE, 1)
        elif frame.kind in _UNQUOTED:
            self._unquoted(c, frame, end)
        else:
            self._inside(c, frame)

    def _dollar(self, frame: _Frame, end: int) -> None:
        following = self.text[self.i + 1 : min(self.i + 3, end)]
        if following == "((":
            self.active.append(self.i)
            self._push(_SUM, 3)
        elif following[:1] == "(":
            self.active.append(self.i)
            self._push(_COMMAND, 2)
        elif following[:1] == "[":
            self.active.append(self.i)
            self._push(_OLD_SUM, 2)
        elif following[:1] == "{":
            self._push(_BRACE if frame.kind in _UNQUOTED else _DOUBLE_BRACE, 2)
        elif following[:1] == "'" and frame.kind in _UNQUOTED:
            self._quote(closing_quote(self.text, self.i + 2, end))
        else:
            self.i += 1

    def _quote(self, close: int) -> None:
        if close < 0:
            self._unsure()
        self.i = close + 1

    def _inside(self, c: str, frame: _Frame) -> None:
        """A character inside double quotes, a quoted expansion, arithmetic, or a here-document."""
        kind = frame.kind
        self.i += 1
        if kind == _DOUBLE_BRACE:
            if c == "}":
                self.stack.pop()
                if self.text.startswith("@P", self.i - 3):
                    self.active.append(self.i - 3)
        elif kind in (_SUM, _OLD_SUM):
            if c == ("(" if kind == _SUM else "["):
                frame.depth += 1
            elif c == (")" if kind == _SUM else "]"):
                if frame.depth:
                    frame.depth -= 1
                    return
                self.stack.pop()
                if kind == _SUM:
                    self.i += 1
                    if self.text[self.i - 1 : self.i] != ")":
                        self._unsure()

    def _unquoted(self, c: str, frame: _Frame, end: int) -> None:
        text, i = self.text, self.i
        if c == "'":
            self._quote(text.find("'", i + 1, end))
            return
        if c in "<>" and text.startswith("(", i + 1, end):
            self.active.append(i)
            self._push(_COMMAND, 2)
            return
        if frame.kind == _BRACE:
            if c == "}":
                self.stack.pop()
                if text.startswith("@P", i - 2):
                    self.active.append(i - 2)
        elif c == "<" and text.startswith("<<", i, end):
            self._announced(frame, end)
            return
        elif c == "(":
            frame.depth += 1
        elif c == ")":
            self._close(frame)
        elif c == "#" and (i == 0 or text[i - 1] in WORD_END or (len(self.stack) == 1 and i == frame.counted)):
            close = text.find("\n", i, end)
            self.i = end if close < 0 else close
            return
        elif c == "\n" and frame.pending:
            self._bodies(frame, end)
            return
        self.i += 1

    def _close(self, frame: _Frame) -> None:
        if frame.depth:
            frame.depth -= 1
        elif frame.kind == _COMMAND:
            # The bracket behind a pattern of `case` closes nothing.
            part = self.text[frame.counted : self.i + 1]
            frame.cases += part.count("case ") - part.count("esac")
            frame.counted = self.i + 1
            if frame.cases <= 0:
                self.stack.pop()

    def _announced(self, frame: _Frame, end: int) -> None:
        text, i = self.text, self.i
        if text.startswith("<<<", i, end):
            self.i += 3
            return
        self.active.append(i)
        i += 2
        tabs = text.startswith("-", i, end)
        i += tabs
        while i < end and text[i] in BLANK:
            i += 1
        start = i
        while i < end and text[i] not in WORD_END:
            i = max(i, text.find(text[i], i + 1, end) if text[i] in "'\"" else i) + 1
        written = text[start:i]
        bare = written.replace("\\", "").replace("'", "").replace('"', "")
        frame.pending.append((bare, bare != written, tabs))
        self.i = i

    def _bodies(self, frame: _Frame, end: int) -> None:
        pending, frame.pending = frame.pending, []
        self.i += 1
        for delimiter, literal, tabs in pending:
            start = self.i
            line = after = start
            while True:
                after = self.text.find("\n", line, end)
                after = end if after < 0 else after
                content = self.text[line:after]
                if (content.lstrip("\t") if tabs else content) == delimiter or after >= end:
                    break
                line = after + 1
            if not literal:
                self.run(start, line, _BODY)
            self.i = min(after + 1, end)
