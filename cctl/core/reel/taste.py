"""The numbers of a reel (scores, seconds, limits, colours) as one frozen value, read from one table."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from cctl.records.named import NamedTuple


class Taste(NamedTuple):
    """What is worth showing and for how long."""

    score: Mapping[str, float]
    tag: Mapping[str, float]
    limit: Mapping[str, int]
    seconds: Mapping[str, float]
    commands: Mapping[str, frozenset[str]]  # "pytest", "cargo test" … by class
    themes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Taste:
        """From the table of `reel.toml`."""
        commands = {name: frozenset(shlex.split(text)) for name, text in table["command"].items()}
        return cls(table["score"], table["tag"], table["limit"], table["seconds"], commands, table["theme"])

    def worth(self, kind: str, tags: list[str]) -> float:
        """The score of a moment."""
        return min(self.score["highest"], self.score.get(kind, 0) + sum(self.tag.get(tag, 0) for tag in tags))
