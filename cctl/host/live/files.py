"""Which transcripts there are and whose, and the folders that new ones may appear in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cctl.core.agent.spec import Agent, Origin
from cctl.host import walk
from cctl.host.scan import subagent_type


class Transcript(NamedTuple):
    """One transcript that is there."""

    path: str  # absolute
    agent: str
    session: str  # that its place names, "" when it names none
    size: int
    inode: int
    mtime_ms: int


class Files:
    """The transcripts of the agents' homes."""

    def __init__(self, agents: Mapping[str, Agent], env: Mapping[str, str], home: str) -> None:
        self.homes = walk.homes(agents.values(), env, home)
        self.unreadable: list[str] = []

    def all(self) -> Iterator[Transcript]:
        """Every transcript."""
        for home in self.homes:
            for folder, entries in walk.listing(home, self.unreadable):
                for name, _device, inode, size, mtime_ns in entries:
                    if not name.endswith(walk.TRANSCRIPT):
                        continue
                    place = home.agent.place(f"{folder}/{name}")
                    if place is not None:
                        path = f"{home.path}/{folder}/{name}"
                        yield Transcript(path, home.agent.name, place.session, size, inode, mtime_ns // 1_000_000)

    def folders(self) -> Iterator[str]:
        """Every folder that a transcript may appear in, and those in which such folders may."""
        for home in self.homes:
            if os.path.isdir(home.path):  # noqa: PTH112 -- pathlib costs 9 ms at every start
                yield home.path
            for folder in home.agent.folders():
                yield from below(f"{home.path}/{folder}")

    def origin(self, path: str) -> tuple[str, Origin] | None:
        """Whose a file is; None when it is no transcript."""
        for home in self.homes:
            if not path.startswith(f"{home.path}/"):
                continue
            place = home.agent.place(path[len(home.path) + 1 :])
            if place is None:
                continue
            kind = subagent_type(f"{home.path}/{place.meta}") if place.meta else ""
            return home.agent.name, Origin(path, place.session, place.agent_id, kind, place.folder)
        return None

    def inside(self, folder: str) -> list[str]:
        """The transcripts below a folder."""
        found = []
        for base, _, names in os.walk(folder):
            found += [f"{base}/{name}" for name in sorted(names) if name.endswith(walk.TRANSCRIPT)]
        return [path for path in found if self.origin(path)]

    def wanted(self, folder: str) -> bool:
        """Whether transcripts may lie in a folder or below it."""
        return any(
            f"{folder}/".startswith(f"{base}/") or f"{base}/".startswith(f"{folder}/")
            for home in self.homes
            for base in (f"{home.path}/{each}" for each in home.agent.folders())
        )


def below(folder: str) -> Iterator[str]:
    """A folder and all folders below it, those above first; links are not followed."""
    if os.path.isdir(folder):  # noqa: PTH112 -- see above
        for base, inner, _ in os.walk(folder):
            inner.sort()
            yield base
