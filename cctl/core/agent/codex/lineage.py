"""Whose a record is: the file of a fork may open with a copy of its parent's records.

Three generations of forks exist. The newest copies nothing. A newer one copies and says, with ordinals or with the
turn ids of what it copied (a UUIDv7 holds its time of birth), where the thread's own records begin. The oldest copies,
stamps the copies with the time of the fork and says nothing: there the copy is one burst of lines, written without a
pause, and what cannot be told apart is not claimed to be known.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.records.named import NamedTuple

# a copy is written by one loop (5,000 usage events took two seconds); an answer of the model takes longer than this
PAUSE_MS: Final = 1000


class Owner(NamedTuple):
    """Whose a usage event is."""

    thread: str
    root: str  # the thread that its id is built on: the same in the parent's file and in every copy
    sure: bool  # the file says so
    copied: bool  # certainly a copy of what another file holds


class Lineage:
    """The threads whose records a file may hold, the file's own first, and how far its copy has been read."""

    __slots__ = ("born", "chain", "first", "mixed", "own", "proven", "seen", "spawned", "turn")

    def __init__(self) -> None:
        self.chain: list[str] = []
        self.born: list[int] = []  # epoch ms of each thread in the chain, -1 when unknown
        self.first = -1  # ordinal of the first own record, -1 when the file does not say
        self.own = True  # own records have begun; the copy, if any, lies behind
        self.proven = True  # and that is known from a turn or an ordinal, not from a pause
        self.mixed = False  # usage was met before own records began
        self.turn = -1  # birth of the present turn, -1 when its id does not say
        self.seen = -1  # time of the latest line
        self.spawned = False  # by another thread, which begins with an empty context more often than with a copy

    def open(self, thread: str, born: int, forebears: list[str], first: int, *, spawned: bool = False) -> None:
        """The file's own thread, the threads that it names as its origin, and where its own records begin."""
        self.chain, self.born = [thread], [_either(born_of(thread), born)]
        self.first, self.spawned = first, spawned
        for forebear in forebears:
            self.add(forebear, -1)

    def add(self, forebear: str, born: int) -> None:
        """One more forebear, older than those known; a copy repeats the first line of each of them."""
        if not forebear:
            return
        if forebear in self.chain:
            at = self.chain.index(forebear)
            self.born[at] = _either(self.born[at], born)
            return
        self.chain.append(forebear)
        self.born.append(_either(born_of(forebear), born))
        if len(self.chain) == 2:
            self.own = self.proven = False

    def enter(self, turn: object) -> None:
        """A turn begins."""
        self.turn = born_of(turn) if isinstance(turn, str) else -1

    def see(self, ms: int) -> None:
        """The time of a line. A pause ends the burst, unless the file has a better way to tell."""
        if ms < 0:
            return
        if not self.own and self.first < 0 and self.turn < 0 and self.born[0] <= ms:
            self.own = 0 <= self.seen <= ms - PAUSE_MS
        self.seen = max(self.seen, ms)

    def owner(self, ordinal: int, ms: int) -> Owner:
        """Whose the usage event with this ordinal and time is."""
        own, root = self.chain[0], self.chain[-1]
        self._prove(ordinal)
        if self.own:
            # A boundary that only a pause tells must not enter the id: in a copy of this file there is no pause.
            alone = self.proven or (self.spawned and not self.mixed)
            return Owner(own, own if alone else root, True, False)
        self.mixed = True
        if not self.is_copy(ordinal, ms):
            return Owner(own, root, False, False)
        thread = self._at(self.turn if self.turn >= 0 else ms)
        return Owner(thread, thread if self.turn >= 0 else root, True, True)

    def is_copy(self, ordinal: int, ms: int) -> bool:
        """Whether a line with this ordinal and time is certainly a copy."""
        if len(self.chain) < 2:
            return False
        if self.first >= 0 and ordinal >= 0:
            return ordinal < self.first
        if self.own:
            return False
        return 0 <= self.turn < self.born[0] or 0 <= ms < self.born[0]

    def dump(self) -> list[Any]:
        """All of it, as plain values."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def load(cls, dumped: list[Any]) -> Lineage:
        """What `dump` wrote."""
        lineage = cls()
        for name, value in zip(cls.__slots__, dumped, strict=True):
            setattr(lineage, name, value)
        return lineage

    def _prove(self, ordinal: int) -> None:
        if self.proven:
            return
        if self.first >= 0 and ordinal >= 0:
            self.own = self.proven = ordinal >= self.first
        elif 0 <= self.born[0] <= self.turn:
            self.own = self.proven = True

    def _at(self, ms: int) -> str:
        """The youngest forebear that lived at a time, else the oldest."""
        for thread, born in zip(self.chain[1:], self.born[1:], strict=True):
            if born <= ms:
                return thread
        return self.chain[-1]


def born_of(name: str) -> int:
    """Epoch ms of the birth of what has a UUIDv7 for its id; -1 for any other id."""
    if len(name) != 36 or name[14] != "7" or name[8] + name[13] + name[18] + name[23] != "----":
        return -1
    try:
        return int(name[:8] + name[9:13], 16)
    except ValueError:
        return -1


def _either(first: int, second: int) -> int:
    return first if first >= 0 else second
