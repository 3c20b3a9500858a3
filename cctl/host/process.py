"""Processes: who is alive, who descends from whom, what they use; identity is pid *and* start time, never pid alone.

A pid comes back within a second on a busy machine, so whoever holds a bare pid will one day kill a stranger. Linux
tells all from /proc; elsewhere `ps` is asked once for the whole table. Where neither answers (a container without
/proc, `hidepid`), a process of which nothing is known stays *unknown*: it is neither dead nor anybody's target.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

from cctl.records.named import NamedTuple

Life = Literal["alive", "dead", "other", "unknown"]  # `other`: the pid lives on, as a different process


class Identity(NamedTuple):
    """A process, beyond doubt."""

    pid: int
    start: str  # Linux: clock ticks since boot (field 22 of stat); elsewhere what `ps -o lstart` prints


class Process(NamedTuple):
    """One row of the process table."""

    pid: int
    start: str
    parent: int
    group: int
    session: int  # 0 where it can't be known
    cpu_s: float  # user and system time since its start
    rss_bytes: int
    zombie: bool
    name: str

    @property
    def identity(self) -> Identity:
        return Identity(self.pid, self.start)


class Processes(Protocol):
    """The process table, so that tests need no processes."""

    def find(self, pid: int) -> Process | None:
        """The process with this pid, None when there is none or nothing can be known."""
        ...

    def all(self) -> dict[int, Process]:
        """Every process that can be seen."""
        ...

    def exists(self, pid: int) -> bool:
        """Whether anything has this pid, also where its details are hidden."""
        ...

    def arguments(self, pid: int) -> list[str]:
        """Its command line, empty when hidden or gone."""
        ...

    def signal(self, identity: Identity, number: int) -> bool:
        """Send a signal to exactly this process; False when it is gone. PermissionError when it is somebody else's."""
        ...


class Findable(Protocol):
    """As much of the process table as tells whether somebody lives."""

    def find(self, pid: int) -> Process | None:
        """The process with this pid."""
        ...

    def exists(self, pid: int) -> bool:
        """Whether anything has this pid."""
        ...


class Seen:
    """The process table as it was a moment ago; only who is not in it is looked for."""

    def __init__(self, processes: Findable, table: Mapping[int, Process]) -> None:
        self._processes, self._table = processes, table

    def find(self, pid: int) -> Process | None:
        return self._table.get(pid) or self._processes.find(pid)

    def exists(self, pid: int) -> bool:
        return self._processes.exists(pid)


def life(processes: Findable, pid: int, start: str) -> Life:
    """Whether the process that was known as `pid`, started at `start`, still runs.

    Without a start to compare, a living pid proves nothing: `unknown`.
    """
    if pid <= 0:
        return "unknown"
    seen = processes.find(pid)
    if seen is None:
        return "unknown" if processes.exists(pid) else "dead"
    if start and seen.start != start:
        return "other"
    if seen.zombie:
        return "dead"
    return "alive" if start else "unknown"


def children(table: dict[int, Process]) -> dict[int, list[Process]]:
    """The processes of a table by their parent, for whoever looks at many trees of one table."""
    found: dict[int, list[Process]] = {}
    for process in table.values():
        found.setdefault(process.parent, []).append(process)
    return found


def tree(table: dict[int, Process], root: int, kin: dict[int, list[Process]] | None = None) -> list[Process]:
    """A process and all that descends from it, parents first."""
    if root not in table:
        return []
    kin = children(table) if kin is None else kin
    found, seen = [table[root]], {root}
    for process in found:  # grows while it is walked
        for child in sorted(kin.get(process.pid, ())):
            if child.pid not in seen:
                seen.add(child.pid)
                found.append(child)
    return found


def ancestors(table: dict[int, Process], pid: int) -> list[int]:
    """The pids above a process up to init, nearest first."""
    found: list[int] = []
    while (process := table.get(pid)) and process.parent > 0 and process.parent not in found:
        pid = process.parent
        found.append(pid)
    return found


class Use(NamedTuple):
    """What a process tree uses."""

    cpu_ratio: float | None  # in cores; None before there are two looks
    rss_bytes: int
    processes: int


class Meter:
    """Processor use of process trees between two looks.

    What `ps` calls %cpu is the mean over a whole life on Linux and a decaying mean on macOS; only two readings of the
    time used tell what happens now. A child that ended between the looks takes its time along, so the sum over those
    seen in both is a lower bound, which is the safe side for "is it working?".
    """

    def __init__(self) -> None:
        self._before: dict[Identity, float] = {}
        self._at: dict[int, float] = {}

    def look(
        self, table: dict[int, Process], root: int, now: float, kin: dict[int, list[Process]] | None = None
    ) -> Use:
        """The use of the tree under `root` since the look before."""
        members = tree(table, root, kin)
        used, known = 0.0, False
        for process in members:
            before = self._before.get(process.identity)
            if before is not None:
                known = True
            used += max(0.0, process.cpu_s - (before or 0.0)) if root in self._at else 0.0
            self._before[process.identity] = process.cpu_s
        elapsed = now - self._at.get(root, now)
        self._at[root] = now
        ratio = round(used / elapsed, 4) if known and elapsed > 0 else None
        return Use(ratio, sum(process.rss_bytes for process in members), len(members))

    def seen(self) -> tuple[list[int], list[tuple[int, str, float]]]:
        """The roots that were looked at, and what every process in their trees had used."""
        return list(self._at), [(*identity, used) for identity, used in self._before.items()]

    def recall(self, at: float, roots: Iterable[int], used: Iterable[tuple[int, str, float]]) -> None:
        """Know what was seen by another meter, at one moment."""
        self._at = dict.fromkeys(roots, at)
        self._before = {Identity(pid, start): seconds for pid, start, seconds in used}

    def forget(self, live: Iterable[int]) -> None:
        """Drop what is known of trees other than these roots."""
        roots = set(live)
        self._at = {root: at for root, at in self._at.items() if root in roots}
        if not self._at:
            self._before.clear()


def processes(root: str = "/proc") -> Processes:
    """The process table of this machine."""
    if os.path.exists(f"{root}/self/stat"):  # noqa: PTH110 -- pathlib costs 2 ms at every start
        from cctl.host.procfs import Procfs  # noqa: PLC0415 -- one of two, by machine

        return Procfs(root)
    from cctl.host.ps import Ps  # noqa: PLC0415 -- one of two, by machine

    return Ps()


def exists(pid: int) -> bool:
    """Whether anything has this pid. EPERM means yes: it is another user's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def send(pid: int, number: int) -> bool:
    """A signal by number alone, for systems without pidfds; the caller has just checked the identity."""
    try:
        os.kill(pid, signal.Signals(number))
    except ProcessLookupError:
        return False
    return True
