"""Bracket expressions of regular expressions, in which a delimiter is an ordinary character."""

from __future__ import annotations


def bracket_end(text: str, i: int) -> int:
    """Where the expression that opens at `i` has ended; -1 if it does not, or not for every tool that reads it."""
    i += 1
    i += text.startswith("^", i)
    i += text.startswith("]", i)
    while i < len(text) and text[i] != "]":
        if text[i] == "[" and text[i + 1 : i + 2] in (":", ".", "="):
            close = text.find(text[i + 1] + "]", i + 2)
            if close < 0:
                return -1
            i = close + 2
        elif text[i] == "\n" or text.startswith("\\]", i):
            return -1
        else:
            i += 1
    return i + 1 if i < len(text) else -1
