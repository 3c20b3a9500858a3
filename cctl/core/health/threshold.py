"""Every number that a check compares with: name, value, unit, which way is stricter, and where the number comes from.

A check never holds a number of its own: they stand in `data/health.tab`. Each is a setting of the same name under
`health.`; a repository may move it only the stricter way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from cctl.records.named import NamedTuple

SOURCES = {
    "corpus": "the labelled corpus in fixtures/health: the loosest value without a false alarm",
    "practice": "what public monitors of agents use",
    "client": "seen in what the client writes",
}


class Threshold(NamedTuple):
    """One number."""

    name: str
    value: float
    unit: str
    stricter: Literal["lower", "higher"]
    source: str
    about: str


Limits = Mapping[str, float]


@cache
def thresholds() -> tuple[Threshold, ...]:
    """The table that cctl ships; the package's own loader reads it, as it reads the modules beside it."""
    import pkgutil  # noqa: PLC0415 -- 1 ms; whoever judges nothing never asks

    shipped = pkgutil.get_data("cctl", "data/health.tab") or b""
    found = []
    for line in shipped.decode().splitlines():
        if line.startswith("#"):
            continue
        name, value, unit, stricter, source, about = line.split(None, 5)
        found.append(Threshold(name, float(value), unit, "lower" if stricter == "lower" else "higher", source, about))
    return tuple(found)


def limits(over: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every threshold by name, with values laid over the defaults; a name that isn't known is a KeyError."""
    found = {each.name: each.value for each in thresholds()}
    for name, value in (over or {}).items():
        if name not in found:
            raise KeyError(name)
        found[name] = float(value)
    return found
