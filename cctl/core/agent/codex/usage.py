"""Tokens as Codex counts them: six numbers, of which some are part of others."""

from __future__ import annotations

from typing import Any, Final

Usage = tuple[int, int, int, int, int, int]

_FIELDS: Final = (
    "input_tokens",  # cached and written ones included
    "cached_input_tokens",
    "cache_write_input_tokens",
    "output_tokens",  # reasoning included
    "reasoning_output_tokens",
    "total_tokens",
)
_MOST: Final = 1 << 53


def usage(value: object) -> Usage | None:
    """The six numbers; None when they are not there or can't be."""
    if type(value) is not dict or not any(name in value for name in _FIELDS):
        return None
    numbers = [value.get(name) or 0 for name in _FIELDS]
    if not all(type(each) is int and 0 <= each < _MOST for each in numbers):
        return None
    return restored(numbers)


def less(now: Usage, then: Usage) -> Usage:
    """What was used between two totals."""
    return restored([after - before for after, before in zip(now, then, strict=True)])


def restored(numbers: list[Any]) -> Usage:
    """Six numbers that went through JSON."""
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
