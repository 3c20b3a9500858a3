"""Colours of a picture, from the table of `plot.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cctl.records.named import NamedTuple


class Palette(NamedTuple):
    """The colours of one theme; empty where the reader's own are to be used."""

    ink: str
    dim: str
    grid: str
    paper: str
    limit: str
    series: tuple[str, ...]
    heat: tuple[str, ...]
    states: Mapping[str, int]  # place of a state among the colours

    def state(self, name: str) -> int:
        """The place of a state among the colours."""
        return self.states.get(name, 3)

    def place(self, name: str, number: int) -> int:
        """The place of a series: what has a meaning has its colour, the others come by turns."""
        return self.states.get(name, number % 8)


def palettes(table: Mapping[str, Any]) -> dict[str, Palette]:
    """Every theme of the table."""
    return {name: _palette(colours, table["state"]) for name, colours in table["theme"].items()}


def _palette(colours: Mapping[str, str], states: Mapping[str, int]) -> Palette:
    ink, dim, grid, paper, limit = (colours[name] for name in ("ink", "dim", "grid", "paper", "limit"))
    return Palette(
        ink, dim, grid, paper, limit, tuple(colours["series"].split()), tuple(colours["heat"].split()), states
    )
