"""`watch`'s engine: what happens on this machine, as records, while it happens.

One step waits for something to happen and says what did: lines that transcripts gained, evidence of processes,
registries and hooks, and a session record wherever they change what a session is doing. What only the clock changes is
waited for by the clock, so a machine where nothing happens costs nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from cctl.core.moment import stamp
from cctl.host.inotify import Full
from cctl.host.live.feed import Feed
from cctl.host.live.gather import Gather, backfill, by_session
from cctl.host.live.grounds import Grounds
from cctl.host.live.now import Now
from cctl.host.live.teller import Teller
from cctl.host.live.witness import Witness
from cctl.host.tail import Place, Tail
from cctl.host.watcher import Changes, Poller, Watcher
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

LOOK_S = 30.0  # a look at everything, for what no event told
JUMP_S = 5.0  # clocks that drift apart by more have jumped, or the machine slept


class Options(NamedTuple):
    """How to watch."""

    recent_ms: int = 900_000  # sessions that wrote within this time are told of at the start
    backfill: int = 256 << 10  # bytes of each live session's files that are told again at the start
    every_s: float = 0.0  # tell all live sessions anew this often
    heartbeat_s: float = 0.0
    spool: str = ""  # folder of hook events


class Live:
    """All sessions of this machine."""

    def __init__(self, now: Now, feed: Feed, tail: Tail, gather: Gather, watcher: Watcher, options: Options) -> None:
        self._now, self._feed, self._tail, self._gather = now, feed, tail, gather
        self.watcher, self._options = watcher, options
        self._witness = Witness(now, options.spool)
        self._teller = Teller(now)
        spool = [options.spool] if options.spool else []
        self._grounds = Grounds(now.files, [*now.registry_folders(), *spool], self._watch)
        self._wall_ms, self._second = 0, 0.0
        self._look_at = self._every_at = self._beat_at = float("inf")

    # -- the start

    def start(self, now_ms: int, second: float, places: dict[str, Place] | None = None) -> Iterator[Record]:
        """The snapshot: every session that is alive or was lately, then what they did last.

        With `places` from a cursor, all that came since then takes the place of the last lines.
        """
        self._wall_ms, self._second = now_ms, second
        self._grounds.begin()
        if self._witness.deaths.fileno() >= 0:
            self._witness.told_of_deaths = self.watcher.also(self._witness.deaths.fileno())
        sessions = by_session(self._now.files.all())
        table = self._now.processes.all()
        self._witness.begin(table)
        since = now_ms - self._options.recent_ms
        wanted = self._witness.live()
        wanted |= {name for name, files in sessions.items() if max(each.mtime_ms for each in files) >= since}
        for session, files in sessions.items():
            if session in wanted:
                self._teller.paths[session] = files[0].path
                self._gather.session(session, files, now_ms)
            else:
                for each in files:
                    self._tail.cold(each.path, each.size)
        yield from self._snapshot(sorted(wanted), now_ms, second)
        if places is not None:
            yield from self._since(places, now_ms)
        elif self._options.backfill:
            again = self._feed.fresh()  # the readers that gathered have told it all once
            for session in sorted(wanted):
                for each in sessions.get(session, ()):
                    yield from backfill(each.path, each.size, self._options.backfill, again, now_ms)
        self._look_at = second + LOOK_S
        self._every_at = second + (self._options.every_s or float("inf"))
        self._beat_at = second + (self._options.heartbeat_s or float("inf"))

    def _snapshot(self, wanted: list[str], now_ms: int, second: float) -> Iterator[Record]:
        table = self._now.processes.all()
        evidence: dict[str, list[Record]] = {}
        for record in self._witness.absent(wanted, now_ms):
            evidence[record["session"]] = [record]
        for entry in self._witness.entries:
            evidence.setdefault(entry.session, []).extend(self._witness.take(entry, now_ms, second, table))
        for session in wanted:
            told = [*self._witness.hooked(self._witness.spool_of(session)), *evidence.get(session, ())]
            yield from self._taken(told, {})
            if said := self._teller.judge(session, now_ms, "snapshot"):
                yield said

    def _since(self, places: dict[str, Place], now_ms: int) -> Iterator[Record]:
        """What files have gained since a cursor was written, and all of those that it doesn't know."""
        again = self._feed.fresh()  # the readers that gathered have told it all once
        for path in self._tail.paths():
            place = places.get(path)
            self._tail.forget(path)
            if place and place.line < 0:
                self._tail.cold(path, place.offset)
            else:
                self._tail.open(path, place)
            yield from self._gather.rest(path, now_ms, again)

    # -- one step

    def wait_s(self, now_ms: int, second: float, most: float) -> float:
        """How long nothing but an event can change anything."""
        at = min(self._look_at, self._every_at, self._beat_at) - second
        return max(0.0, min(most, at, self._teller.wait_s(now_ms), self._witness.wait_s(second)))

    def step(self, changes: Changes, now_ms: int, second: float) -> Iterator[Record]:
        """What has happened."""
        touched: dict[str, str] = {}
        jumped = self._jumped(now_ms, second)
        yield from self._taken(self._witness.ended(now_ms, second), touched)
        paths = set(changes.files) | self._folders(changes)
        if jumped or changes.lost or second >= self._look_at:
            self._look_at = second + LOOK_S
            paths |= self._look()
        for path in sorted(paths):
            yield from self._path(path, touched, now_ms, second)
        yield from self._taken(self._witness.held(list(touched), now_ms, second), touched)
        yield from self._sampled(touched, now_ms, second)
        for session in self._teller.due(now_ms):
            yield from self._taken([self._witness.evidence(session, "clock", {}, now_ms)], touched)
        for session in self._concerned(touched):
            if record := self._teller.judge(session, now_ms):
                yield record
        if self._look_at == second + LOOK_S:
            for path in self._teller.forget(self._witness.live(), now_ms):
                self._feed.forget(path)
        yield from self._regular(now_ms, second)

    def places(self) -> Iterator[Record]:
        """How far every file has been read, as cursor records."""
        for path, offset, line, inode, head in self._tail.places():
            yield {
                "type": "cursor",
                "path": path,
                "offset": offset,
                "line": line,
                "inode": inode,
                "head": f"{head:08x}",
            }

    @property
    def skipped(self) -> dict[str, int]:
        """What was passed over, by reason."""
        return self._feed.skipped

    def close(self) -> None:
        """Watch no longer."""
        self._witness.deaths.close()
        self.watcher.close()

    # -- files

    def _path(self, path: str, touched: dict[str, str], now_ms: int, second: float) -> Iterator[Record]:
        if self._witness.is_registry(path.rpartition("/")[0]):
            yield from self._taken(self._witness.registered(path, now_ms, second), touched)
        elif self._witness.is_spool(path):
            yield from self._taken(self._witness.hooked(path), touched)
        elif path in self._tail or self._now.files.origin(path):
            if not os.path.exists(path):  # noqa: PTH110 -- at each event
                self._drop([path])
                return
            if path not in self._tail:
                self._tail.open(path)
            for record in self._gather.rest(path, now_ms):
                self._now.fold.add(record)
                session = record.get("session")
                if isinstance(session, str):
                    touched[session] = path
                    if not record.get("agent_id"):
                        self._teller.paths.setdefault(session, path)
                yield record

    def _folders(self, changes: Changes) -> set[str]:
        """Watch folders that came, forget those that went; the files that came with them."""
        found: set[str] = set()
        for folder in sorted(changes.folders):
            found |= self._grounds.appeared(folder)
        for folder in changes.gone:
            found |= self._grounds.gone(folder)
            self._drop([path for path in self._tail.paths() if path.startswith(f"{folder}/")])
        return found

    def _concerned(self, touched: Iterable[str]) -> list[str]:
        """The sessions that something happened to, and those whose files they write."""
        fold, found = self._now.fold, dict.fromkeys(touched)
        for session in list(found):
            standing = fold.standings.get(session)
            if standing and standing.written:
                found.update(dict.fromkeys(sorted(fold.contest.rivals(standing))))
        return list(found)

    def _look(self) -> set[str]:
        """What no event told of: files that grew, came or went, and registries."""
        sizes, gone = self._now.files.look()
        self._drop(gone)
        return set(self._tail.other(sizes)) | self._witness.files() | self._grounds.look()

    def _drop(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._tail.forget(path)
            self._feed.forget(path)

    def _watch(self, folder: str) -> None:
        try:
            self.watcher.add(folder)
        except Full:  # the kernel has no watch left: look for ourselves
            self.watcher.close()
            self.watcher, self._witness.told_of_deaths = Poller(), False
            self._grounds.begin()

    # -- evidence and the clock

    def _taken(self, records: Iterable[Record], touched: dict[str, str]) -> Iterator[Record]:
        for record in records:
            self._now.fold.add(record)
            touched.setdefault(record["session"], "")
            yield record

    def _sampled(self, touched: dict[str, str], now_ms: int, second: float) -> Iterator[Record]:
        for record in self._witness.sampled(now_ms, second):
            standing = self._now.fold.standing(record["session"])
            before = self._witness.busy({"data": standing.process})
            if self._witness.busy(record) != before:
                yield from self._taken([record], touched)
            else:
                self._now.fold.add(record)

    def _regular(self, now_ms: int, second: float) -> Iterator[Record]:
        if second >= self._every_at:
            self._every_at = second + self._options.every_s
            table = self._now.processes.all()
            for entry in self._witness.entries:
                yield from self._taken(self._witness.take(entry, now_ms, second, table), {})
            for session in sorted(self._witness.live()):
                if record := self._teller.judge(session, now_ms, "beat"):
                    yield record
        if second >= self._beat_at:
            late = second - self._beat_at
            self._beat_at = second + self._options.heartbeat_s
            beat: Record = {"type": "heartbeat", "v": 1, "ts": stamp(now_ms), "sessions": len(self._witness.live())}
            beat |= {"files": len(self._tail), "by": self.watcher.name}
            yield beat | ({"lag_s": round(late, 3)} if late > 1 else {})

    def _jumped(self, now_ms: int, second: float) -> bool:
        """Whether the clocks went apart: the machine slept, or somebody set the time."""
        apart = abs((now_ms - self._wall_ms) / 1000 - (second - self._second))
        self._wall_ms, self._second = now_ms, second
        if apart > JUMP_S:
            self._teller.doubt(now_ms)
        return apart > JUMP_S
