"""Brace expansion: `{a,b}` and `{1..9}` make several words before anything else happens to a word.

It works on the pieces of a word, because a quoted comma separates nothing and an expansion is one indivisible item.
"""

from __future__ import annotations

from cctl.core.shell.character import DIGITS, LOWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Item: TypeAlias = str | object
    Items: TypeAlias = list[Item]


_LONGEST = 2048
_MOST_BRACES = 32


class TooMany(Exception):
    """The word would become more words than the limit allows, or a range that shells read differently."""


def expand(items: Items, limit: int) -> list[Items]:
    """The words that `items` becomes; each unquoted character is a `str`, everything else is opaque to braces."""
    if len(items) > _LONGEST or items.count("{") > _MOST_BRACES:
        raise TooMany
    return _expand(items, limit)


def _expand(items: Items, limit: int) -> list[Items]:
    opening = _opening(items)
    if opening is None:
        return [items]
    start, commas, end = opening
    front, rest = items[:start], _expand(items[end + 1 :], limit)
    middles: list[Items] = []
    if commas:
        bounds = [start, *commas, end]
        for at, right in enumerate(bounds[1:]):
            middles.extend(_expand(items[bounds[at] + 1 : right], limit))
            _check(middles, limit)
    else:
        middles = _range(items[start + 1 : end], limit)
    _check(middles, limit // max(1, len(rest)))
    return [[*front, *middle, *tail] for middle in middles for tail in rest]


def _check(words: list[Items], limit: int) -> None:
    if len(words) > limit:
        raise TooMany


def _opening(items: Items) -> tuple[int, list[int], int] | None:
    """The first brace that expands: where it opens, its own commas, where it closes."""
    stack: list[tuple[int, list[int]]] = []
    found: list[tuple[int, list[int], int]] = []
    for at, item in enumerate(items):
        if item == "{":
            stack.append((at, []))
        elif item == "," and stack:
            stack[-1][1].append(at)
        elif item == "}" and stack:
            start, commas = stack.pop()
            if commas or _is_range(items[start + 1 : at]):
                found.append((start, commas, at))
    return min(found) if found else None


def _is_range(items: Items) -> bool:
    return _bounds(items) is not None


def _bounds(items: Items) -> tuple[str, str, int] | None:
    if not all(isinstance(item, str) for item in items) or len(items) > 48:
        return None
    parts = "".join(str(item) for item in items).split("..")
    if len(parts) not in (2, 3) or not all(parts):
        return None
    step = parts[2] if len(parts) == 3 else "1"
    low, high = parts[0], parts[1]
    letters = len(low) == len(high) == 1 and low.isascii() and low.isalpha() and high.isascii() and high.isalpha()
    if not _is_integer(step) or not (letters or (_is_integer(low) and _is_integer(high))):
        return None
    return low, high, abs(int(step)) or 1


def _is_integer(text: str) -> bool:
    digits = text[1:] if text[:1] in ("-", "+") else text
    return 0 < len(digits) < 19 and not digits.lstrip(DIGITS)


def _range(items: Items, limit: int) -> list[Items]:
    bounds = _bounds(items)
    if bounds is None:
        return [items]
    low, high, step = bounds
    if low.isalpha():
        if (low in LOWER) != (high in LOWER):
            # Passes through brackets and a backquote, which bash then reads again.
            raise TooMany
        first, last = ord(low), ord(high)
    else:
        first, last = int(low), int(high)
    if abs(last - first) // step >= limit:
        raise TooMany
    numbers = range(first, last + 1, step) if first <= last else range(first, last - 1, -step)
    if low.isalpha():
        return [[chr(number)] for number in numbers]
    width = max(len(low), len(high)) if _padded(low) or _padded(high) else 0
    return [list(f"{number:0{width}d}") for number in numbers]


def _padded(text: str) -> bool:
    digits = text.lstrip("+-")
    return len(digits) > 1 and digits[0] == "0"
