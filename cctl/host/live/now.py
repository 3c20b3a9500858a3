"""What there is to know of a session beside its transcript: who registers it, which process it is, where it works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from cctl.core.moment import stamp
from cctl.core.state.decide import DEFAULT, Decision, Limits, decide
from cctl.core.state.fold import Fold
from cctl.core.state.show import COMPACTS_AT, session
from cctl.core.state.standing import Standing
from cctl.host import registry
from cctl.host.live.files import Files
from cctl.host.process import Meter, Process, Processes, Seen, children
from cctl.host.procfs import namespace
from cctl.host.registry import Entry
from cctl.host.worktree import Worktrees
from cctl.records.schema import Record

RETENTION_DAYS = 30
_DAY_MS = 86_400_000
_SETTINGS = 1 << 20  # bytes of a settings file that are looked at
_HOLDERS = {"codex": "codex"}  # agents without a registry → name of their process


class Now:
    """The machine around the sessions."""

    def __init__(self, files: Files, processes: Processes, fold: Fold, limits: Limits = DEFAULT) -> None:
        self.files, self.processes, self.fold, self.limits = files, processes, fold, limits
        self.namespace = namespace()
        self.listed = False  # whether the agents here list what they run: then being absent says something
        self.meter = Meter()
        self.compacts_at = COMPACTS_AT
        self.agents_with_registry = {home.agent.name for home in files.homes if home.agent.name not in _HOLDERS}
        self.worktrees = Worktrees()
        self._kin: tuple[dict[int, Process], dict[int, list[Process]]] = ({}, {})  # of the table looked at last
        self._retention: dict[str, int] = {}

    # -- evidence

    def registries(self, table: Mapping[int, Process] | None = None) -> dict[str, Entry]:
        """Who says to run which session, best claims first."""
        processes = self.processes if table is None else Seen(self.processes, table)
        found: dict[str, Entry] = {}
        for folder in self.registry_folders():
            read = registry.read(folder, processes, self.namespace)
            self.listed = self.listed or read.present
            for session_id, entry in read.entries.items():
                found.setdefault(session_id, entry)
        return found

    def registry_folders(self) -> list[str]:
        """Where registries lie."""
        return registry.folders(home.path for home in self.files.homes if home.agent.name in self.agents_with_registry)

    def holders(self, table: Mapping[int, Process]) -> dict[str, Entry]:
        """Sessions of agents without a registry, by the process that holds their transcript open."""
        found: dict[str, Entry] = {}
        files = getattr(self.processes, "files", None)  # only /proc tells
        if files is None:
            return found
        for home in self.files.homes:
            name = _HOLDERS.get(home.agent.name)
            for process in table.values() if name else ():
                if process.zombie or not process.name.startswith(str(name)):
                    continue
                for path in files(process.pid):
                    place = home.agent.place(path[len(home.path) + 1 :]) if path.startswith(f"{home.path}/") else None
                    if place and place.session:
                        data = {"pid": process.pid, "start": process.start}
                        found[place.session] = Entry(place.session, data, "alive")
        return found

    def evidence(self, entry: Entry, table: dict[int, Process], now_ms: int, seconds: float) -> list[Record]:
        """An entry as evidence, with what its process tree uses."""
        use: dict[str, Any] = {}
        if entry.life == "alive" and entry.data["pid"] in table:
            if self._kin[0] is not table:
                self._kin = (table, children(table))
            ratio, rss, count = self.meter.look(table, entry.data["pid"], seconds, self._kin[1])
            use = {"rss_bytes": rss, "processes": count} | ({"cpu_ratio": ratio} if ratio is not None else {})
        standing = self.fold.standings.get(entry.session)
        agent = standing.agent if standing and standing.agent else "claude"
        records = registry.evidence(entry, agent, stamp(now_ms), **use)
        return records if "status" in entry.data or "version" in entry.data else records[1:]

    # -- what is said

    def decide(self, standing: Standing, now_ms: int) -> Decision:
        """What a session is doing."""
        return decide(standing, now_ms, self.limits)

    def conflicts(self, standing: Standing, now_ms: int) -> list[Record]:
        """The files that a session contests with others."""
        if not standing.written:
            return []
        return self.fold.contest.of(standing, now_ms, lambda other: self.decide(other, now_ms).state == "finished")

    def record(self, standing: Standing, decision: Decision, now_ms: int, change: str = "", path: str = "") -> Record:
        """A session as it is said to the world."""
        conflicts = self.conflicts(standing, now_ms) if decision.state != "finished" else []
        made = session(standing, decision, now_ms, compacts_at=self.compacts_at, conflicts=conflicts)
        if worktree := self.worktrees.top(standing.texts.get("cwd", "")):
            made["worktree"] = worktree
        if path and (expires := self.expires(path)):
            made["expires"] = stamp(expires)
        if change:
            made["change"] = change
        return made

    def expires(self, path: str) -> int:
        """When the agent may delete a transcript, in epoch milliseconds; 0 when it deletes none."""
        for home in self.files.homes:
            if path.startswith(f"{home.path}/") and home.agent.name in self.agents_with_registry:
                days = self._retention.get(home.path)
                if days is None:
                    days = self._retention[home.path] = retention_days(f"{home.path}/settings.json")
                try:
                    return int(os.stat(path).st_mtime * 1000) + days * _DAY_MS  # noqa: PTH116 -- see above
                except OSError:
                    return 0
        return 0


def retention_days(path: str) -> int:
    """How long the agent keeps transcripts, by its settings; its default where they say nothing."""
    import json  # noqa: PLC0415 -- 1 ms

    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- see above
            told = json.loads(file.read(_SETTINGS))
    except (OSError, ValueError, RecursionError):
        return RETENTION_DAYS
    days = told.get("cleanupPeriodDays") if isinstance(told, dict) else None
    return days if type(days) is int and 0 < days < 100_000 else RETENTION_DAYS
