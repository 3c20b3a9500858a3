"""The registry that an agent keeps of its own processes, read as evidence; nothing in its folder is ever changed.

A stale file (the agent was killed) and a reused pid are told by the process table. The folder also holds keys of the
processes' sockets: only `<pid>.json` is opened, only if it is a plain file, never through a link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from typing import Any

from cctl.core.state.registry import MAX_BYTES, BadEntry, entry, foreign_domain
from cctl.host.process import Findable, Life, life
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Entry(NamedTuple):
    """One process that the agent says it runs, and whether it does."""

    session: str
    data: dict[str, Any]
    life: Life


class Registry(NamedTuple):
    """All of a registry."""

    entries: dict[str, Entry]  # by session: the best claim of each
    problems: dict[str, int]  # files that are no entries, by reason
    present: bool  # whether there is a registry at all


def read(folder: str, processes: Findable, namespace: str = "") -> Registry:
    """The registry in a folder. `namespace` is our pid numbering, so that a container's pids aren't looked up here."""
    entries: dict[str, Entry] = {}
    problems: dict[str, int] = {}
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- hundreds of names at every call, no Path wanted
    except OSError:
        return Registry({}, {}, present=False)
    modern = False
    for name in sorted(names):
        found = one(f"{folder}/{name}", processes, namespace)
        if isinstance(found, Entry):
            modern = True
            known = entries.get(found.session)
            if known is None or claim(found) > claim(known):
                entries[found.session] = found
        elif found:
            problems[found] = problems.get(found, 0) + 1
    return Registry(entries, problems, present=modern or not names)


def one(path: str, processes: Findable, namespace: str = "") -> Entry | str:
    """The entry in one file of a registry; else why there is none, "" for a file that isn't meant to be one."""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    if ending != "json":
        return ""
    if not (stem.isascii() and stem.isdigit()) or len(stem) > 10:
        return "legacy_name"
    try:
        data = entry(_bytes(path), int(stem))
    except BadEntry as problem:
        return str(problem)
    except OSError:
        return "unreadable"
    return Entry(data.pop("session"), data, alive(data, processes, namespace))


def alive(data: dict[str, Any], processes: Findable, namespace: str) -> Life:
    """Whether the process of an entry still runs."""
    if foreign_domain(str(data.get("domain") or ""), namespace):
        return "unknown"
    start = str(data.get("start") or "")
    seen = processes.find(data["pid"])
    if seen and start and start.isdigit() != seen.start.isdigit():
        start = ""  # another way of writing the time: nothing to compare
    return life(processes, data["pid"], start)


def evidence(found: Entry, agent: str, ts: str, **use: Any) -> list[Record]:
    """An entry as evidence records: what the agent says, and what the process table says."""
    base: Record = {"type": "evidence", "v": 1, "ts": ts, "session": found.session, "agent": agent}
    process = {"pid": found.data["pid"], "start": found.data.get("start", ""), "life": found.life} | use
    return [base | {"kind": "registry", "data": found.data}, base | {"kind": "process", "data": process}]


def absent(session: str, agent: str, ts: str) -> Record:
    """The evidence that a registry which lists its sessions doesn't list this one."""
    base: Record = {"type": "evidence", "v": 1, "ts": ts, "session": session, "agent": agent}
    return base | {"kind": "registry", "data": {"absent": True}}


def folders(homes: Iterable[str]) -> list[str]:
    """Where the registries of these homes lie (Claude Code's; Codex keeps none)."""
    return [f"{home}/sessions" for home in homes]


def claim(found: Entry) -> tuple[int, int]:
    """Which of two claims to one session to believe: a living process, then the latest word."""
    lives = {"alive": 2, "unknown": 1}.get(found.life, 0)
    return lives, found.data.get("status_ms") or found.data.get("updated_ms") or found.data.get("started_ms") or 0


def _bytes(path: str) -> bytes:
    """A small plain file; not a link, not a pipe that would hang the reader."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise BadEntry("not_a_file")
        return os.read(descriptor, MAX_BYTES + 1)
    finally:
        os.close(descriptor)
