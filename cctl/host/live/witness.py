"""Evidence as it comes: registry files that change, processes that end or work, hook events.

What is said here is what was seen; what it means is the fold's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cctl.core.moment import stamp
from cctl.host import registry
from cctl.host.live import spool
from cctl.host.live.deaths import Deaths
from cctl.host.live.now import Now
from cctl.host.process import Identity, Process, life
from cctl.host.registry import Entry
from cctl.host.tail import Tail
from cctl.records.schema import Record

SAMPLE_S = 2.0  # between looks at processors, where they decide
POLL_S = 1.0  # between looks at processes whose end nobody tells
HOLD_S = 2.0  # between looks for who holds the transcript of a session that works


class Witness:
    """Who runs which session, and what of it can be seen from outside."""

    def __init__(self, now: Now, spool_folder: str = "") -> None:
        self._now, self._spool_folder = now, spool_folder
        self.deaths = Deaths(now.processes)
        self.told_of_deaths = False  # whether the end of a process wakes whoever waits
        self._entries: dict[str, Entry] = {}  # by the file or the process that tells of it
        self._spool = Tail()
        self._untold: set[Identity] = set()  # living processes whose end nobody tells
        self._sample_at = self._poll_at = 0.0
        self._held_at: dict[str, float] = {}  # session → when to look again for who holds its transcript

    def begin(self, table: dict[int, Process]) -> None:
        """Take in what there is at the start."""
        self._entries = {f"session:{name}": entry for name, entry in self._now.registries(table).items()}
        self._entries |= {f"holder:{name}": entry for name, entry in self._now.holders(table).items()}

    def absent(self, sessions: Iterable[str], now_ms: int) -> Iterator[Record]:
        """The evidence that agents which list what they run don't list these sessions."""
        claimed = {entry.session for entry in self._entries.values()}
        for session in sessions:
            standing = self._now.fold.standings.get(session)
            if standing is None or session in claimed or not self._now.listed:
                continue
            if standing.agent in self._now.agents_with_registry:
                yield registry.absent(session, standing.agent, stamp(now_ms))

    @property
    def entries(self) -> list[Entry]:
        """All that is known to run, or to have run."""
        return list(self._entries.values())

    def live(self) -> set[str]:
        """Sessions of which a process runs, as far as can be told."""
        return {entry.session for entry in self._entries.values() if entry.life in ("alive", "unknown")}

    def take(self, entry: Entry, now_ms: int, second: float, table: dict[int, Process]) -> list[Record]:
        """An entry as evidence; from here on its process' end is waited for."""
        if entry.life == "alive" and not (self.told_of_deaths and self.deaths.watch(_identity(entry))):
            self._untold.add(_identity(entry))
        return self._now.evidence(entry, table, now_ms, second)

    def held(self, sessions: Iterable[str], now_ms: int, second: float) -> Iterator[Record]:
        """Which process works on sessions that did something, of agents that list none: who holds their files open."""
        wanted = {
            session for session in sessions if self._unlisted(session) and second >= self._held_at.get(session, 0)
        }
        if not wanted:
            return
        self._held_at = {session: at for session, at in self._held_at.items() if at > second}
        self._held_at.update(dict.fromkeys(wanted, second + HOLD_S))
        wanted -= {entry.session for entry in self._entries.values() if entry.life == "alive"}
        table = self._now.processes.all() if wanted else {}
        for session, entry in self._now.holders(table).items() if table else ():
            if session in wanted:
                self._entries[f"holder:{session}"] = entry
                yield from self.take(entry, now_ms, second, table)

    def _unlisted(self, session: str) -> bool:
        standing = self._now.fold.standings.get(session)
        return standing is not None and bool(standing.agent) and standing.agent not in self._now.agents_with_registry

    # -- registries

    def is_registry(self, folder: str) -> bool:
        """Whether a folder holds a registry."""
        return folder in self._now.registry_folders()

    def registered(self, path: str, now_ms: int, second: float) -> Iterator[Record]:
        """A registry file has changed, come or gone."""
        found = registry.one(path, self._now.processes, self._now.namespace)
        if f"left:{path}" in self._entries and not isinstance(found, Entry):
            return
        session = found.session if isinstance(found, Entry) else ""
        before = self._before(path, session)
        if isinstance(found, Entry):
            self._entries[f"file:{path}"] = found
            self._now.listed = True
            if found != before:
                yield from self.take(found, now_ms, second, {})
        if before is not None and before.session != session:
            alive = life(self._now.processes, *_identity(before)) == "alive"
            yield from self._left(before, now_ms, "dead" if not alive else "turned" if session else "alive")
            if alive and not session:  # it takes itself off the list before it ends
                bare: dict[str, Any] = {key: before.data[key] for key in ("pid", "start") if key in before.data}
                self._entries[f"left:{path}"] = Entry(before.session, bare, "alive")

    def files(self) -> set[str]:
        """The registry files that are known, for the look at everything."""
        pids = {entry.data["pid"] for entry in self._entries.values()}
        return {f"{folder}/{pid}.json" for folder in self._now.registry_folders() for pid in pids}

    def _before(self, path: str, session: str) -> Entry | None:
        """What was known of a file's process; the entries of the start are known by their sessions."""
        for kind in ("file", "left"):
            if (known := self._entries.pop(f"{kind}:{path}", None)) is not None:
                return known
        stem = path.rpartition("/")[2].partition(".")[0]
        for key, entry in self._entries.items():
            if key.startswith("session:") and str(entry.data["pid"]) == stem:
                return self._entries.pop(key)
        return self._entries.pop(f"session:{session}", None)

    def _left(self, entry: Entry, now_ms: int, state: str) -> Iterator[Record]:
        """A session that its agent no longer lists: its process ends, or works on another one now."""
        standing = self._now.fold.standing(entry.session)
        yield registry.absent(entry.session, standing.agent or "claude", stamp(now_ms))
        data: dict[str, object] = {"life": "unknown"} if state == "turned" else _process(entry, state)
        yield self.evidence(entry.session, "process", data, now_ms)

    # -- processes

    def ended(self, now_ms: int, second: float) -> Iterator[Record]:
        """Processes that have ended."""
        gone = set(self.deaths.ended())
        if self._untold and second >= self._poll_at:
            self._poll_at = second + POLL_S
            over = {each for each in self._untold if life(self._now.processes, *each) in ("dead", "other")}
            self._untold -= over
            gone |= over
        for key, entry in list(self._entries.items()) if gone else ():
            if _identity(entry) in gone:
                del self._entries[key]
                yield self.evidence(entry.session, "process", _process(entry, "dead"), now_ms)

    def sampled(self, now_ms: int, second: float) -> Iterator[Record]:
        """Processor use, where it tells a long call from a wait for a human."""
        undecided = [entry for entry in self._entries.values() if self._undecided(entry)]
        if not undecided or second < self._sample_at:
            return
        self._sample_at = second + SAMPLE_S
        table = self._now.processes.all()
        for entry in undecided:
            yield from self._now.evidence(entry, table, now_ms, second)[-1:]

    def undecided(self) -> set[str]:
        """Sessions whose processes have to be looked at to tell a long call from a wait for a human."""
        return {entry.session for entry in self._entries.values() if self._undecided(entry)}

    def wait_s(self, second: float) -> float:
        """How long there is nothing to look at."""
        waits = [float("inf")]
        if any(self._undecided(entry) for entry in self._entries.values()):
            waits.append(self._sample_at - second)
        if self._untold:
            waits.append(self._poll_at - second)
        return min(waits)

    def busy(self, record: Record) -> bool:
        """Whether evidence shows a processor in use."""
        return float(record["data"].get("cpu_ratio") or 0) > self._now.limits.cpu_busy_ratio

    def _undecided(self, entry: Entry) -> bool:
        standing = self._now.fold.standings.get(entry.session)
        waits = standing is not None and bool(standing.pending) and not standing.headless
        return waits and entry.life == "alive" and "status" not in entry.data

    # -- hooks

    def is_spool(self, path: str) -> bool:
        """Whether a file holds the hook events of a session."""
        return bool(self._spool_folder and spool.session_of(path, self._spool_folder))

    def spool_of(self, session: str) -> str:
        """The file of a session's hook events."""
        return f"{self._spool_folder}/{session}{spool.SUFFIX}"

    def hooked(self, path: str) -> Iterator[Record]:
        """Hook events that have come."""
        session = spool.session_of(path, self._spool_folder) if self._spool_folder else ""
        for chunk in self._spool.read(path) if session else ():
            for line in chunk.lines:
                if record := spool.evidence(line, session):
                    yield record

    def evidence(self, session: str, kind: str, data: dict[str, object], now_ms: int) -> Record:
        """An evidence record."""
        standing = self._now.fold.standings.get(session)
        made: Record = {"type": "evidence", "v": 1, "ts": stamp(now_ms), "session": session}
        return made | {"agent": (standing.agent if standing else "") or "claude", "kind": kind, "data": data}


def _identity(entry: Entry) -> Identity:
    return Identity(entry.data["pid"], str(entry.data.get("start", "")))


def _process(entry: Entry, state: str) -> dict[str, object]:
    return {"pid": entry.data["pid"], "start": str(entry.data.get("start", "")), "life": state}
