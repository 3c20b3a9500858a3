"""Answers that go on when the ledger turns out to be damaged only while it is asked.

Opening a database looks at its first page. A page that is damaged further on is met by whichever question needs it,
and then the transcripts must still answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeVar

from cctl.core.spend.ask import Ask, SessionSpend, Spend, Sum
from cctl.core.spend.cell import Cell, Response
from cctl.host import db

T = TypeVar("T")


class Fallback:
    """Asks one store, and from the first failure on another one."""

    def __init__(self, path: str, spend: Spend, otherwise: Callable[[db.Unusable], Spend]) -> None:
        self._path = path
        self._spend = spend
        self._otherwise: Callable[[db.Unusable], Spend] | None = otherwise

    def extent(self) -> tuple[int, int] | None:
        """As `Spend` has it."""
        return self._asked(lambda spend: spend.extent())

    def sums(self, ask: Ask) -> list[Sum]:
        """As `Spend` has it."""
        return self._asked(lambda spend: spend.sums(ask))

    def cells(self, ask: Ask) -> Iterator[Cell]:
        """As `Spend` has it."""
        return (line.cell for line in self.sums(ask))

    def responses(self, ask: Ask) -> Iterator[Response]:
        """As `Spend` has it."""
        return self._asked(lambda spend: _begun(spend.responses(ask)))

    def sessions(self, ask: Ask) -> Iterator[SessionSpend]:
        """As `Spend` has it."""
        return self._asked(lambda spend: _begun(spend.sessions(ask)))

    def _asked(self, question: Callable[[Spend], T]) -> T:
        if self._otherwise is None:
            return question(self._spend)
        try:
            with db.explained(self._path):
                return question(self._spend)
        except db.Unusable as problem:
            self._spend, self._otherwise = self._otherwise(problem), None
            return question(self._spend)


def _begun(answer: Iterator[T]) -> Iterator[T]:
    """An answer whose reading of the store is behind it: all of that comes before the first value."""
    return chain([each for _, each in zip(range(1), answer, strict=False)], answer)
