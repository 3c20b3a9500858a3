"""What running `run`s may still spend, held back from the limits they share.

Eight runs that each look at a day's limit, see room and start have spent it eight times before the first response is
booked. So a run reserves what it may spend before it spends it, in one transaction with the look at what is left; as
its spend becomes known the reservation shrinks, and it goes when the run ends or its process turns out to be dead.
What was settled is a total and never a step: told twice, it counts once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from cctl.host import db
from cctl.host.process import Processes, life, processes
from cctl.host.procfs import namespace
from cctl.records.named import NamedTuple

COMPONENT = db.Component(
    "reservation",
    (
        """
        CREATE TABLE reservation(
            scope TEXT NOT NULL,
            key TEXT NOT NULL,              -- as `budget` records have it
            run TEXT NOT NULL,
            pid INTEGER NOT NULL,
            start TEXT NOT NULL,            -- with the pid: which process it is, beyond doubt
            space TEXT NOT NULL,            -- in which numbering of processes that pid is one
            nano INTEGER NOT NULL,          -- nano-dollars it may spend in all
            settled INTEGER NOT NULL,       -- of them, what is booked as spend by now
            until_ms INTEGER NOT NULL,      -- when it ends if nobody can tell whether its owner lives
            PRIMARY KEY(scope, key, run)
        ) WITHOUT ROWID;
        CREATE INDEX reservation_run ON reservation(run);
        """,
    ),
)
MOST = 2**62  # nano-dollars: four billion dollars


class Owner(NamedTuple):
    """The process that a reservation lasts as long as."""

    pid: int
    start: str
    space: str = ""


class Wish(NamedTuple):
    """What a run asks of one limit."""

    scope: str
    key: str
    nano: int  # that it may spend in all
    limit: int
    # What is booked on the key by now. Called when no other process can settle, so that nothing falls between this sum
    # and the reservations: whoever books spend books it first and settles then.
    spent: Callable[[], int]


class Held(NamedTuple):
    """One reservation that stands."""

    scope: str
    key: str
    run: str
    owner: Owner
    nano: int  # still open
    until_ms: int


class Short(NamedTuple):
    """Why nothing was reserved."""

    scope: str
    key: str
    left: int  # of the limit, neither spent nor held; less than nothing when others overshot
    holders: tuple[Held, ...]


def place(state: str) -> str:
    """The database below the state folder."""
    return f"{state}/budget/reservations.db"


def owner(table: Processes | None = None, pid: int = 0) -> Owner:
    """A process as an owner, this one unless told another."""
    pid = pid or os.getpid()
    seen = (table or processes()).find(pid)
    return Owner(pid, seen.start if seen else "", namespace())


class Reservations:
    """The table; any number of processes use it at once. Raises `db.Unusable` when it can't be kept."""

    def __init__(self, path: str, now_ms: Callable[[], int], table: Processes | None = None) -> None:
        self._path, self._now_ms = path, now_ms
        self._table = table or processes()
        self._space = namespace()
        self._base = db.connect(path, [COMPONENT])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; reservations stay."""
        self._base.close()

    def reserve(self, run: str, by: Owner, wishes: Sequence[Wish], until_ms: int) -> Short | None:
        """Hold back what a run wishes of every limit, or of none: then the first that has no room for it is told.

        A run that asks again is given the new amount in place of the old; refused, it keeps the old. It settles before
        it asks again, or what is booked and not settled counts as the spend of somebody else.
        """
        if not run or any(not 0 < each.nano <= MOST for each in wishes):
            raise ValueError("a reservation is of a run, and of more than nothing")
        with self._writing():
            self._reclaim()
            for wish in wishes:
                others = [each for each in self._held(wish.scope, wish.key) if each.run != run]
                booked = self._settled(wish.scope, wish.key, run)
                left = wish.limit - wish.spent() - sum(each.nano for each in others)
                if wish.nano - booked > left:  # of what it may spend in all, this much is in `spent` already
                    return Short(wish.scope, wish.key, left, tuple(each for each in others if each.nano))
            for wish in wishes:
                self._base.execute(
                    "INSERT INTO reservation VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT(scope, key, run) DO UPDATE "
                    "SET pid = excluded.pid, start = excluded.start, space = excluded.space, nano = excluded.nano, "
                    "until_ms = excluded.until_ms",
                    (wish.scope, wish.key, run, by.pid, by.start, by.space, wish.nano, until_ms),
                )
        return None

    def settle(self, run: str, spent: int, scope: str = "", key: str = "") -> None:
        """Say what a run has spent in all, once that is booked where `Wish.spent` looks.

        Of one scope and key, or of all it has; a total that is lower than one told before changes nothing.
        """
        with self._writing():
            self._base.execute(
                "UPDATE reservation SET settled = max(settled, ?) "
                "WHERE run = ? AND (? = '' OR (scope = ? AND key = ?))",
                (min(max(0, spent), MOST), run, scope, scope, key),
            )

    def release(self, run: str) -> int:
        """Give back what a run still holds; how many reservations that were."""
        with self._writing():
            return self._base.execute("DELETE FROM reservation WHERE run = ?", (run,)).rowcount

    def reclaim(self) -> list[Held]:
        """Drop the reservations whose owner is dead, and those past their time whose owner can't be judged."""
        with self._writing():
            return self._reclaim()

    def held(self, scope: str, key: str) -> list[Held]:
        """What stands against a key now, without those whose owner is gone."""
        with db.explained(self._path):
            return [each for each in self._held(scope, key) if not self._gone(each)]

    # -- within a transaction

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with db.explained(self._path), db.writing(self._base):
            yield

    def _reclaim(self) -> list[Held]:
        gone = [each for each in self._rows("", ()) if self._gone(each)]
        for each in gone:
            self._base.execute(
                "DELETE FROM reservation WHERE scope = ? AND key = ? AND run = ?", (each.scope, each.key, each.run)
            )
        return gone

    def _gone(self, held: Held) -> bool:
        """Whether a reservation has lost its owner. One that lives keeps it past its time: clocks jump."""
        seen = life(self._table, held.owner.pid, held.owner.start) if held.owner.space == self._space else "unknown"
        return seen in ("dead", "other") or (seen == "unknown" and held.until_ms <= self._now_ms())

    def _held(self, scope: str, key: str) -> list[Held]:
        return list(self._rows("WHERE scope = ? AND key = ?", (scope, key)))

    def _rows(self, where: str, values: tuple[str, ...]) -> Iterator[Held]:
        for scope, key, run, pid, start, space, nano, settled, until_ms in self._base.execute(
            f"SELECT * FROM reservation {where} ORDER BY scope, key, run", values
        ):
            yield Held(scope, key, run, Owner(pid, start, space), max(0, nano - settled), until_ms)

    def _settled(self, scope: str, key: str, run: str) -> int:
        row = self._base.execute(
            "SELECT settled FROM reservation WHERE scope = ? AND key = ? AND run = ?", (scope, key, run)
        ).fetchone()
        return int(row[0]) if row else 0
