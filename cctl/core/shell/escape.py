"""Where `$'…'` and backquotes end, and what their escapes stand for."""

from __future__ import annotations

_SINGLE = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}
_HEX = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")
_BACKQUOTE = frozenset("$`\\")
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}


def closing_quote(text: str, i: int, n: int) -> int:
    """Where the quote that began before `i` ends, or -1."""
    while i < n:
        c = text[i]
        if c == "'":
            return i
        i += 2 if c == "\\" else 1
    return -1


def decoded(body: str) -> str | None:
    """What the text between the quotes stands for; None where shells differ or a NUL would cut it."""
    out: list[str] = []
    i = 0
    while i < len(body):
        slash = body.find("\\", i)
        if slash < 0 or slash + 1 >= len(body):
            out.append(body[i:])
            break
        out.append(body[i:slash])
        char, i = _escape(body, slash + 1)
        if char is None or char == "\0":
            return None
        out.append(char)
    return "".join(out)


def _escape(body: str, i: int) -> tuple[str | None, int]:
    c = body[i]
    if c in _SINGLE:
        return _SINGLE[c], i + 1
    if c in _HEX_DIGITS:
        digits = _digits(body, i + 1, _HEX_DIGITS[c], _HEX)
        return _char(digits, 16, byte=c == "x"), i + 1 + len(digits)
    if c in _OCTAL:
        digits = _digits(body, i, 3, _OCTAL)
        return _char(digits, 8, byte=True), i + len(digits)
    if c == "c":
        return None, i + 1
    return "\\" + c, i + 1


def _digits(body: str, i: int, most: int, allowed: frozenset[str]) -> str:
    end = i
    while end < len(body) and end < i + most and body[end] in allowed:
        end += 1
    return body[i:end]


def _char(digits: str, base: int, *, byte: bool) -> str | None:
    # A byte above ASCII is part of a character that only the locale can tell.
    if not digits:
        return None
    value = int(digits, base)
    if value > (0x7F if byte else 0x10FFFF) or 0xD800 <= value <= 0xDFFF:
        return None
    return chr(value)


def closing_backquote(text: str, i: int, n: int) -> int:
    """Where the backquotes that began before `i` end, or -1."""
    close = text.find("`", i, n)
    if close < 0 or "\\" not in text[i:close]:
        return close
    while i < n and text[i] != "`":
        i += 2 if text[i] == "\\" else 1
    return i if i < n else -1


def unescaped(body: str, in_string: bool) -> str:
    """The program between backquotes; inside a double-quoted string its `\\"` loses the backslash too."""
    out: list[str] = []
    i = 0
    while (slash := body.find("\\", i)) >= 0:
        following = body[slash + 1 : slash + 2]
        drop = following in _BACKQUOTE or (in_string and following == '"')
        out.append(body[i:slash] if drop else body[i : slash + 1])
        out.append(following)
        i = slash + 2
    out.append(body[i:])
    return "".join(out)
