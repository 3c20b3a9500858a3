"""Conditions on records: `--where FIELD OP VALUE` breaches the gate when a record fulfils it.

A field that a record lacks fulfils nothing, `!=` included, so that a condition speaks only of the records that know it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
OPS: Final = ("=", "==", "!=", *_ORDER, "~")
# Fields whose words have an order of their own; all other text is ordered as text, which is right for times.
_RANKS: Final = {"severity": ("info", "warning", "critical"), "decision": ("abstain", "allow", "ask", "deny")}
_TEXT = pattern(r"\s*([A-Za-z_][\w.]*)\s*(==|!=|<=|>=|=|<|>|~)\s*(.*?)\s*", re.DOTALL)


class Condition(NamedTuple):
    """One condition."""

    field: str  # dotted path
    op: str
    value: str

    def __str__(self) -> str:
        return f"{self.field} {self.op} {self.value}"


def condition(field: str, op: str, value: str) -> Condition:
    """A condition from its three words, or one clear line."""
    made = Condition(field.strip().lstrip("."), op.strip(), value)
    if not made.field or any(not part for part in made.field.split(".")):
        raise UsageError(f'--where: "{field}" is no field; say cost_usd or verdict.decision')
    if made.op not in OPS:
        raise UsageError(f'--where: unknown operator "{op}"; one of {", ".join(OPS)}')
    if made.op in _ORDER and not value:
        raise UsageError(f'--where: "{made.field} {made.op}" compares with nothing; say {made.field} {made.op} 5')
    words = _rank(made)
    if words and made.op != "~" and value not in words:
        raise UsageError(f'--where: "{value}" is no {made.field}; one of {", ".join(words)}')
    if made.op == "~":
        try:
            re.compile(value)
        except re.error as problem:
            raise UsageError(f'--where: "{value}" is no regular expression: {problem}') from None
    return made


def spoken(text: str) -> Condition:
    """A condition from one text, `cost_usd > 5`."""
    found = _TEXT.fullmatch(text)
    if not found:
        raise UsageError(f'--where: "{text}" is no condition; say cost_usd > 5 or severity >= critical')
    return condition(found[1], found[2], found[3].strip("\"'"))


def test(asked: Condition) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a record fulfils a condition; of a list, any member may."""
    path = asked.field.split(".")
    holds = _holds(asked)
    return lambda record: any(holds(value) for value in _values(record, path))


def _values(value: Any, path: list[str]) -> Iterator[Any]:
    for place, part in enumerate(path):
        if isinstance(value, list):
            for each in value:
                yield from _values(each, path[place:])
            return
        if not isinstance(value, dict) or part not in value:
            return
        value = value[part]
    yield from value if isinstance(value, list) else (value,)


def _holds(asked: Condition) -> Callable[[Any], bool]:
    if asked.op == "~":
        search = re.compile(asked.value).search
        return lambda value: isinstance(value, str) and bool(search(value))
    number = _number(asked.value)
    compare: Callable[[Any, Any], bool] = _ORDER.get(asked.op, ne if asked.op == "!=" else eq)
    ordered = asked.op in _ORDER
    rank = _rank(asked)

    def holds(value: Any) -> bool:
        if isinstance(value, bool):
            return not ordered and compare(str(value).lower(), asked.value.lower())
        if isinstance(value, int | float):
            return compare(value, number) if number is not None else asked.op == "!="
        if not isinstance(value, str):
            return False
        if ordered and rank:
            return value in rank and compare(rank.index(value), rank.index(asked.value))
        return compare(value, asked.value)

    return holds


def _rank(asked: Condition) -> tuple[str, ...]:
    return _RANKS.get(asked.field.rpartition(".")[2], ())


def _number(text: str) -> float | int | None:
    try:
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else float(text)
    except ValueError:
        return None
