"""Opening the ledger, and asking it; or the transcripts themselves when it can't be used."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from cctl.core.agent.spec import Origin
from cctl.core.spend.ask import Spend
from cctl.core.spend.fold import Price
from cctl.host import db, walk
from cctl.host.ledger.fallback import Fallback
from cctl.host.ledger.query import SqlSpend
from cctl.host.ledger.schema import COMPONENT
from cctl.host.scan import Job, Reading, subagent_type
from cctl.host.walk import Home
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.core.spend.fold import Batch
    from cctl.host.ledger.update import Update
    from cctl.host.scan import Progress

FILE = "ledger.db"
_TRIES = 5


class Ledger:
    """An open ledger; raises `db.Unusable` from any of its methods."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.connection = db.connect(path, [COMPONENT])

    def update(self, homes: Sequence[Home], reading: Reading) -> Update:
        """Read what is new in the agents' homes."""
        from cctl.host.ledger.update import Updater  # noqa: PLC0415 -- loads what a mere question doesn't need

        with db.explained(self.path):
            return Updater(self.path, self.connection, reading).run(homes)

    def spend(self, price: Price, homes: Sequence[Home] | None) -> SqlSpend:
        """What is known of some homes, or of all that ever was; it stays as it is at this moment."""
        with db.explained(self.path):
            self._begin(price)
            roots: Collection[int] | None = None
            if homes is not None:
                wanted = {os.fsencode(home.path) for home in homes}
                found = self.connection.execute("SELECT id, path FROM root")
                roots = [int(number) for number, path in found if path in wanted]
            return SqlSpend(self.connection, price, roots)

    def _begin(self, price: Price) -> None:
        """Begin to read, at a moment at which the sums go by these prices and not by another process' ones."""
        for _ in range(_TRIES):
            self.connection.execute("BEGIN")
            row = self.connection.execute("SELECT value FROM meta WHERE key = 'prices'").fetchone()
            if row and row[0] == price.digest:
                return
            self.connection.execute("ROLLBACK")
            from cctl.host.ledger.store import SqlStore  # noqa: PLC0415 -- hardly ever

            with db.writing(self.connection):
                SqlStore(self.connection).reprice(price)
        raise db.Unusable(self.path, db.Reason.LOCKED, "by one with other prices")

    def to_disk(self) -> None:
        """Wait until the disk has all that was read."""
        db.to_disk(self.connection, self.path)

    def close(self) -> None:
        """Close it; what was written is on its way to the disk."""
        self.connection.close()


class Answer(NamedTuple):
    """What is known, and what a caller should say beside it."""

    spend: Spend
    missing: db.Unusable | None  # why the past isn't in it
    unreadable: tuple[str, ...]
    skipped: int  # lines that looked like spend and could not be used


def answer(homes: Sequence[Home], reading: Reading, *, path: str, all_roots: bool = False) -> Answer:
    """Bring the ledger up to date and answer from it; from the transcripts when it can't be used, or `path` is ""."""
    missing = None
    if path:
        try:
            ledger = Ledger(path)
            done = ledger.update(homes, reading)
            known = ledger.spend(reading.price, None if all_roots else homes)
        except db.Unusable as problem:
            missing = problem
        else:
            spend = Fallback(path, known, lambda problem: _instead(problem, homes, reading))
            return Answer(spend, None, done.unreadable, done.skipped)
    return of_homes(homes, reading)._replace(missing=missing)


def _instead(problem: db.Unusable, homes: Sequence[Home], reading: Reading) -> Spend:
    if reading.late:
        reading.late(problem)
    return of_homes(homes, reading).spend


def of_homes(homes: Sequence[Home], reading: Reading) -> Answer:
    """All that the transcripts in some homes hold now."""
    unreadable: list[str] = []
    jobs: list[Job] = []
    for root, home in enumerate(homes, 1):
        packed = reading.ahead(home.path) if reading.ahead else None
        listing = walk.unpacked(packed) if packed else walk.listing(home, unreadable)
        for found in walk.changed(home, [], listing):
            place = found.place
            meta = subagent_type(f"{home.path}/{place.meta}") if found.meta else ""
            origin = Origin(f"{home.path}/{found.path}", place.session, place.agent_id, meta, place.folder)
            jobs.append(Job(len(jobs), root, home.agent.name, origin, size=found.entry[3]))
    return _of_jobs(jobs, reading, unreadable, whole=False)


def of_files(files: Sequence[tuple[str, Origin]], reading: Reading) -> Answer:
    """All that some files hold, each named with its agent; their last lines need no newline."""
    jobs = [Job(place, 1, agent, origin, size=_size(origin.path)) for place, (agent, origin) in enumerate(files)]
    return _of_jobs(jobs, reading, [], whole=True)


def _of_jobs(jobs: list[Job], reading: Reading, unreadable: list[str], *, whole: bool) -> Answer:
    from cctl.core.spend.memory import Memory  # noqa: PLC0415 -- a ledger answers without it
    from cctl.host.crew import Work, run  # noqa: PLC0415 -- see above

    memory = Memory(reading.price)
    memory.name({job.file: job.origin.path for job in jobs})
    size, read, skipped = sum(job.size for job in jobs), 0, 0

    def take(batch: Batch, done: list[Progress]) -> None:
        nonlocal read, skipped
        memory.take(batch)
        for step in done:
            skipped += len(step.skips)
            read += step.offset
            if step.failed:
                unreadable.append(f"{jobs[step.file].origin.path}: {step.failed}")
        if reading.tell:
            reading.tell(min(read, size), size)

    run(
        jobs,
        Work(reading.agents, reading.price, reading.max_line, whole=whole, once=True),
        take,
        workers=reading.workers,
    )
    return Answer(memory, None, tuple(unreadable), skipped)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 -- pathlib costs 9 ms
    except OSError:
        return 0  # reading it will say why
