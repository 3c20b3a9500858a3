"""Which characters mean what to a shell, and which a text may not hold at all.

Runs of ordinary characters are measured with `str.lstrip`, the fastest scan that needs no import: the regular
expression module alone would cost the cold hook more than reading the command does.
"""

from __future__ import annotations

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
NAME_START = LOWER + LOWER.upper() + "_"
NAME = NAME_START + DIGITS
PLAIN = NAME + "-./:,+@%^=!#]"
"""Characters that stand for themselves inside an unquoted word, wherever they are in it."""

PLAIN_SET = frozenset(PLAIN)
_NAME_SET = frozenset(NAME)
NAME_START_SET = frozenset(NAME_START)
BLANK = frozenset(" \t")
WORD_END = frozenset(" \t\n;&|()<>")
SPECIAL_PARAMETER = frozenset("@*#?-$!" + DIGITS)
ARITHMETIC_SAFE = frozenset(NAME + " \t\n+-*/%()<>=!&|^~?:,.#")
"""Characters of a value that arithmetic may evaluate once more without running anything."""

# Invisible or direction-changing: what a person reads is not what the shell gets. A fixed list, not
# `str.isprintable`, whose answer changes with the Unicode tables of each Python version.
_HIDDEN = frozenset(
    [chr(c) for c in range(0x7F, 0xA1)]
    + [chr(c) for c in (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x1680, 0x17B4, 0x17B5, 0x2800, 0x3000, 0x3164)]
    + [chr(c) for c in range(0x180B, 0x1810)]
    + [chr(c) for c in range(0x2000, 0x2010)]
    + [chr(c) for c in range(0x2028, 0x2030)]
    + [chr(c) for c in range(0x205F, 0x2070)]
    + [chr(c) for c in (0xFEFF, 0xFFA0)]
    + [chr(c) for c in range(0xFFF0, 0xFFFC)]
)


def run_length(text: str, i: int, n: int, allowed: str) -> int:
    """How many characters from `i` on are all in `allowed`, looking no further than `n`."""
    start = i
    while i < n:
        chunk = text[i : min(i + 64, n)]
        rest = len(chunk.lstrip(allowed))
        i += len(chunk) - rest
        if rest:
            break
    return i - start


def hidden(text: str) -> tuple[str, int, int] | None:
    """The first character no honest command needs (control, invisible, bidirectional, half a surrogate)."""
    if text.isascii():
        if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
            return None
        i = next(i for i, c in enumerate(text) if (c < " " and c not in "\n\t") or c == "\x7f")
        return "control character", i, i + 1
    suspects = {c for c in set(text) if _is_hidden(c)}
    if not suspects:
        return None
    i = next(i for i, c in enumerate(text) if c in suspects)
    return "control character" if text[i] < "\xa0" else "invisible character", i, i + 1


def _is_hidden(c: str) -> bool:
    return (
        (c < " " and c not in "\n\t") or c in _HIDDEN or "\ud800" <= c <= "\udfff" or "\U000e0000" <= c <= "\U000e0fff"
    )


def names(text: str) -> set[str]:
    """The variable names in a stretch of arithmetic."""
    runs = "".join([c if c in _NAME_SET else " " for c in text]).split()
    return {run for run in runs if run[0] not in DIGITS}
