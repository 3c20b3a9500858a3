"""Bringing the ledger up to date: only what is new since the last reading is read, and each batch is one transaction.

Nothing is locked while files are read. Two processes may read the same bytes at once: what they take in is joined, so
the second adds nothing, and how far a file has been read is only set by the one that found it where it was. A process
that is killed leaves whole batches behind and no listing, so the next one looks at every file's own row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from cctl.core.spend.book import apply, settle
from cctl.core.spend.fold import Batch
from cctl.host import db, walk
from cctl.host.crew import ALONE_BYTES, Work, run
from cctl.host.db import Connection
from cctl.host.ledger.files import Files
from cctl.host.ledger.schema import INDEX
from cctl.host.ledger.store import SqlStore
from cctl.host.ledger.turn import turn
from cctl.host.scan import Job, Progress, Reading
from cctl.host.walk import Home, Listing
from cctl.records.named import NamedTuple

_ROOTS = "SELECT path, listing FROM root"
_SKIPPED = (
    "SELECT root.path, sum(file.skipped) FROM file JOIN root ON root.id = file.root WHERE file.skipped > 0 GROUP BY 1"
)
_CACHE_KB = 48 << 10  # ids come in no order: what doesn't fit is written again and again
_TOGETHER = 4  # batches in one transaction: each writes almost every page of the ids anew
_PAGES = 16384  # of the log, before a first reading stops to move them into the database
_LONG_LOG = 1 << 20  # bytes that take longer to look through than a millisecond
_SETTLED = (
    "UPDATE file SET dev = ?, ino = ?, size = ?, mtime_ns = ?, offset = ?, mark = ?, state = ?, "
    "skipped = CASE WHEN ? THEN 0 ELSE skipped END + ? WHERE id = ? AND offset = ? AND mark = ?"
)


class Update(NamedTuple):
    """What an update did."""

    files: int  # that were read
    size: int  # bytes that were new
    unreadable: tuple[str, ...]  # paths that couldn't be read, each with the reason
    skipped: int  # lines of all files there are that looked like spend and could not be used


class _Seen(NamedTuple):
    """A home as it was just walked."""

    home: Home
    packed: bytes


class Updater:
    """One update of one ledger."""

    def __init__(
        self,
        path: str,
        connection: Connection,
        reading: Reading,
    ) -> None:
        self._path = path
        self._connection = connection
        self._store = SqlStore(connection)
        self._work = Work(reading.agents, reading.price, reading.max_line)
        self._ahead = reading.ahead
        self._tell = reading.tell
        self._workers = reading.workers
        self._unreadable: list[str] = []
        self._waiting: list[tuple[Batch, list[Progress]]] = []
        self._unsettled: set[str] = set()
        self._jobs: dict[int, Job] = {}
        self._at: dict[int, tuple[int, bytes]] = {}  # how far the ledger says that each file has been read
        self._failed: set[str] = set()
        self._begun: set[int] = set()
        self._size = self._read = self._pulse = 0

    def run(self, homes: Sequence[Home]) -> Update:
        """Walk the homes and read what is new."""
        seen = []
        for home in homes:
            packed = self._ahead(home.path) if self._ahead else None
            seen.append(_Seen(home, packed or walk.packed(walk.listing(home, self._unreadable))))
        self._reprice()
        stale = self._stale(seen)
        if stale:
            self._plan(stale)
            if self._size < ALONE_BYTES:
                self._bring(stale)
            else:
                with turn(self._path, self._store.pulse):  # whoever had it before may have read all this
                    stale = self._stale(seen)
                    self._plan(stale)
                    self._connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
                    self._connection.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
                    self._bring(stale)
        if self._size < ALONE_BYTES:
            self._tidy()
        return Update(len(self._jobs), self._size, tuple(self._unreadable), self._skipped(homes))

    def _tidy(self) -> None:
        """Take a long write-ahead log into the database: whoever opens it next would read through all of it.

        Not after a first reading, which is long enough; the next question pays once. Whoever is in the way is let be.
        """
        try:
            if os.stat(f"{self._path}-wal").st_size < _LONG_LOG:  # noqa: PTH116 -- pathlib costs 9 ms
                return
            self._connection.execute("PRAGMA busy_timeout = 0")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (OSError, db.Damage):
            return
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(db.BUSY_S * 1000)}")

    def _skipped(self, homes: Sequence[Home]) -> int:
        known = {os.fsencode(home.path) for home in homes}
        return sum(count for path, count in self._connection.execute(_SKIPPED) if path in known)

    def _bring(self, stale: Sequence[_Seen]) -> None:
        run(list(self._jobs.values()), self._work, self._take, workers=self._workers)
        if self._waiting:
            self._flush()
        self._remember(stale)

    def _reprice(self) -> None:
        if self._store.priced_by() != self._work.price.digest:
            with db.writing(self._connection):
                self._store.reprice(self._work.price)
        if self._connection.execute("SELECT 1 FROM meta WHERE key = 'unsettled'").fetchone():
            self._unsettled |= self._store.rivals()  # a process was killed, or is at work just now

    def _stale(self, seen: Sequence[_Seen]) -> list[_Seen]:
        """Homes that aren't as the last walk saw them."""
        known = {os.fsdecode(path): bytes(listing) for path, listing in self._connection.execute(_ROOTS)}
        return [each for each in seen if known.get(each.home.path) != each.packed]

    def _plan(self, stale: Sequence[_Seen]) -> None:
        """Register roots and files, and find out what of them is to be read."""
        self._jobs.clear()
        with db.writing(self._connection):
            self._store.begin_empty()
            self._pulse = self._store.pulse()
            for home, packed in stale:
                listing = walk.unpacked(packed)
                root, old = self._root(home)
                files = Files(self._connection, root, home.path)
                for found in walk.changed(home, old, listing):
                    row, origin, anew = files.row(found)
                    if anew or (row.size, row.mtime_ns) != found.entry[3:]:
                        anew = anew or row.size == found.entry[3]  # written to, but not at its end
                        self._at[row.id] = (row.offset, row.mark)
                        offset, state = (0, b"") if anew else (row.offset, row.state)
                        self._jobs[row.id] = Job(
                            row.id, root, home.agent.name, origin, offset, row.mark, state, found.entry[3]
                        )
                files.keep()
                files.gone(walk.vanished(old, listing))
        self._size = sum(job.size - job.offset for job in self._jobs.values())

    def _root(self, home: Home) -> tuple[int, Listing]:
        path = os.fsencode(home.path)
        self._connection.execute("INSERT OR IGNORE INTO root(path, agent) VALUES (?, ?)", (path, home.agent.name))
        found = self._connection.execute("SELECT id, listing FROM root WHERE path = ?", (path,)).fetchone()
        return int(found[0]), walk.unpacked(found[1])

    def _take(self, batch: Batch, done: list[Progress]) -> None:
        self._waiting.append((batch, done))
        if len(self._waiting) >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        """Take in what is waiting, and how far it came, in one transaction."""
        price = self._work.price
        try:
            with db.writing(self._connection):
                if self._store.priced_by() != price.digest:  # another process has other prices
                    self._store.reprice(price)
                for batch, done in self._waiting:
                    self._unsettled |= apply(batch, self._store, price)
                    self._connection.executemany(_SETTLED, [*self._progress(done)])
                self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('unsettled', '1')")
        except BaseException:
            self._store.forget()
            raise
        self._waiting.clear()
        if self._tell:
            self._tell(min(self._read, self._size), self._size)

    def _progress(self, done: Iterable[Progress]) -> Iterator[tuple[object, ...]]:
        """What `_SETTLED` needs for each step."""
        for step in done:
            job = self._jobs[step.file]
            if step.failed:
                self._unreadable.append(f"{job.origin.path}: {step.failed}")
                self._failed.add(job.origin.path)
                continue
            before = self._at[step.file]
            anew = step.anew or (job.offset == 0 and step.file not in self._begun)
            yield (*step[1:8], anew, len(step.skips), step.file, *before)
            self._begun.add(step.file)
            self._at[step.file] = (step.offset, step.mark)
            self._read += max(0, step.offset - before[0])

    def _remember(self, stale: Sequence[_Seen]) -> None:
        """Settle who paid, and keep what the walk saw, so that the next one can tell at once that nothing is new."""
        with db.writing(self._connection):
            self._connection.execute(INDEX)
            if self._store.pulse() != self._pulse:  # another process may have been killed half way
                self._unsettled |= self._store.rivals()
            settle(self._unsettled, self._store, self._work.price)
            self._connection.execute("DELETE FROM meta WHERE key = 'unsettled'")
            for home, packed in stale:
                kept = packed if not self._failed else walk.packed(self._without_failed(home, walk.unpacked(packed)))
                self._connection.execute("UPDATE root SET listing = ? WHERE path = ?", (kept, os.fsencode(home.path)))

    def _without_failed(self, home: Home, listing: Listing) -> Listing:
        return [
            (folder, [entry for entry in entries if f"{home.path}/{folder}/{entry[0]}" not in self._failed])
            for folder, entries in listing
        ]
