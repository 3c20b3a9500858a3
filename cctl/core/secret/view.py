"""Other readings of one text, with the way back: without colours, decoded, with wrapped lines joined.

A secret is found in the reading in which it is whole and removed from the text as it stands. So nothing that isn't
secret changes: colours, escapes and line breaks stay where they were.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from cctl.records.named import NamedTuple

Span = tuple[int, int]

_NAMED = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "colon": ":",
    "commat": "@",
    "equals": "=",
    "sol": "/",
}
_SHORT = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "/": "/", "\\": "\\"}


class Part(NamedTuple):
    """A stretch of a reading and the stretch of the first text behind it; of equal length means letter by letter."""

    here: int
    length: int
    first: int
    last: int


class View:
    """A reading of a text: its own text and, for each part of it, where it came from."""

    __slots__ = ("_at", "_parts", "text")

    def __init__(self, text: str, parts: list[Part] | None = None) -> None:
        self.text = text
        self._parts = [Part(0, len(text), 0, len(text))] if parts is None else parts
        self._at = [part.here for part in self._parts]

    def _over(self, start: int, end: int) -> Iterator[Part]:
        """The parts, cut to a stretch of this reading; a decoded character stays whole."""
        for at in range(max(0, bisect_right(self._at, start) - 1), len(self._parts)):
            part = self._parts[at]
            here, length, first, last = part
            if here >= end:
                return
            if here + length <= start:
                continue
            if last - first != length:
                yield part
                continue
            low, high = max(start, here), min(end, here + length)
            yield Part(low, high - low, first + low - here, first + high - here)

    def origin(self, start: int, end: int) -> list[Span]:
        """The stretches of the first text that a stretch of this one came from."""
        found: list[Span] = []
        for part in self._over(start, end):
            if found and found[-1][1] == part.first:
                found[-1] = (found[-1][0], part.last)
            else:
                found.append((part.first, part.last))
        return found

    def rewritten(self, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str | None]) -> View:
        """The reading in which each match stands for what `put` says; None leaves the match as it is."""
        out: list[str] = []
        parts: list[Part] = []
        done = here = 0

        def copy(start: int, end: int) -> int:
            if start == end:
                return 0
            out.append(self.text[start:end])
            for part in self._over(start, end):
                at = here + max(0, part.here - start)
                parts.append(part._replace(here=at))
            return end - start

        for match in pattern.finditer(self.text):
            new = put(match)
            if new is None:
                continue
            start, end = match.span()
            here += copy(done, start)
            if new:
                origin = self.origin(start, end)
                parts.append(Part(here, len(new), origin[0][0], origin[-1][1]))
                out.append(new)
                here += len(new)
            done = end
        if not done:
            return self
        copy(done, len(self.text))
        return View("".join(out), parts)


@cache
def _invisible() -> re.Pattern[str]:
    """Escape sequences, other control characters, characters without width or that turn the direction."""
    return re.compile(
        r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]"
        r"|\x9b[0-?]*[ -/]*[@-~]"
        r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
        r"\u200b-\u200f\u202a-\u202e"
        r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
    )


@cache
def _encoded() -> re.Pattern[str]:
    return re.compile(
        r"(?:%[0-9a-fA-F]{2})+|\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2}|\\+[nrt\"'/\\]|&#x?[0-9a-fA-F]{1,6};"
        r"|&(?:amp|lt|gt|quot|apos|colon|commat|equals|sol);"
    )


@cache
def _wrapped() -> re.Pattern[str]:
    """A line break inside a value, with what diffs, quotes, comments, frames and continued strings put around it."""
    return re.compile(
        r"[\"'`][ \t]*[\\+.&]?[ \t]*(?:\r?\n[ \t]*[+\-<>|#*│┃║]{0,2}[ \t]*)+[+.&]?[ \t]*[bru]?[\"'`]"
        r"|[ \t]*[\\│┃║|]?[ \t]*(?:\r?\n[ \t]*[+\-<>|#*│┃║]{0,2}[ \t]*)+"
        r"|[\"'`][ \t]*[+.&][ \t]*[\"'`]"
    )


def _decode(match: re.Match[str]) -> str | None:
    found = match[0]
    if found[0] == "%":
        return bytes.fromhex(found.replace("%", "")).decode("utf-8", "replace")
    if found[0] == "&":
        body = found[1:-1]
        if body[0] != "#":
            return _NAMED[body]
        digits, base = (body[2:], 16) if body[1] in "xX" else (body[1:], 10)
        try:
            return chr(int(digits, base))
        except (ValueError, OverflowError):
            return None
    body = found.lstrip("\\")
    if body[:1] in ("u", "x"):
        return chr(int(body[1:], 16))
    return _SHORT.get(body[:1] or "\\")


def seen(text: str) -> View:
    """The text as a reader sees it: without escape sequences and characters that have no width."""
    view = View(text)
    if text.isascii() and text.isprintable():
        return view
    return view.rewritten(_invisible(), lambda _: "")


def decoded(view: View) -> View | None:
    """The text with URL, JSON, C and HTML escapes undone, twice; None when it holds none."""
    new = view
    for _ in range(2):
        if not any(each in new.text for each in "%\\&"):
            break
        new = new.rewritten(_encoded(), _decode)
    return None if new is view else new


def joined(view: View) -> View | None:
    """The text with its lines joined to one; None when it has but one."""
    if "\n" not in view.text and '"' not in view.text and "'" not in view.text:
        return None
    new = view.rewritten(_wrapped(), lambda _: "")
    return None if new is view else new
