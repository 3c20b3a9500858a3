"""A task with a matrix stands for one task per combination: its name gets the values, `{{matrix.key}}` is filled in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

from cctl.core.plan.key import Wrong
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

MOST: Final = 10_000
_PLACE = pattern(r"\{\{\s*matrix\.([A-Za-z0-9_-]+)\s*\}\}")
_UNSAFE = pattern(r"[^A-Za-z0-9._-]+")


class Grown(NamedTuple):
    """One task of a file, or one of those that a matrix makes of it."""

    values: dict[str, Any]
    family: str = ""  # name in the file, which stands for all of them in `depends_on`


def multiplied(table: dict[str, Any]) -> list[Grown]:
    """The tasks that a table stands for."""
    matrix = table.get("matrix")
    if matrix is None:
        return [Grown(table)]
    axes = _axes(matrix)
    rest = {name: value for name, value in table.items() if name != "matrix"}
    family = str(table.get("name", ""))
    found, names = [], set[str]()
    for values in itertools.product(*axes.values()):
        told = {name: _said(value) for name, value in zip(axes, values, strict=True)}
        name = ".".join([family, *(_UNSAFE.sub("-", each).strip("-.") or "x" for each in told.values())])
        while name in names:  # values that differ only in what a name can't hold
            name += "-"
        names.add(name)
        filled = {each: _filled(value, told) for each, value in rest.items()}
        found.append(Grown({**filled, "name": name}, family))
    return found


def _axes(matrix: object) -> dict[str, list[Any]]:
    if not isinstance(matrix, dict) or not matrix:
        raise Wrong("a table of lists")
    size = 1
    for name, values in matrix.items():
        if (
            not isinstance(values, list)
            or not values
            or not all(isinstance(each, str | int | float) for each in values)
        ):
            raise Wrong(f"a table of lists of texts and numbers, which {name!r} is not")
        size *= len(values)
        if size > MOST:
            raise Wrong(f"a table that makes at most {MOST} tasks")
    return matrix


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _filled(value: Any, told: Mapping[str, str]) -> Any:
    """A value of the task with its places filled, however deep they stand."""
    if isinstance(value, str):
        return _PLACE.sub(lambda place: told.get(place[1], place[0]), value)
    if isinstance(value, list):
        return [_filled(each, told) for each in value]
    if isinstance(value, dict):
        return {name: _filled(each, told) for name, each in value.items()}
    return value
