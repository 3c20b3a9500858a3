"""Which transcripts there are and whose, and the folders that new ones may appear in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from cctl.core.agent.spec import Agent, Origin
from cctl.host import walk
from cctl.host.scan import subagent_type
from cctl.records.named import NamedTuple


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
        self._listings: dict[str, walk.Listing] = {}

    def all(self) -> Iterator[Transcript]:
        """Every transcript."""
        for home in self.homes:
            listed = self._listings[home.path] = walk.listing(home, self.unreadable)
            for folder, entries in listed:
                for name, _device, inode, size, mtime_ns in entries:
                    if not name.endswith(walk.TRANSCRIPT):
                        continue
                    place = home.agent.place(f"{folder}/{name}")
                    if place is not None:
                        path = f"{home.path}/{folder}/{name}"
                        yield Transcript(path, home.agent.name, place.session, size, inode, mtime_ns // 1_000_000)

    def look(self) -> tuple[dict[str, int], list[str]]:
        """Transcripts that are not as they were at the last look, with their sizes, and those that are gone."""
        sizes: dict[str, int] = {}
        gone: list[str] = []
        for home in self.homes:
            old, new = self._listings.get(home.path, []), walk.listing(home, self.unreadable)
            self._listings[home.path] = new
            changed = (each for each in walk.changed(home, old, new) if each.path.endswith(walk.TRANSCRIPT))
            sizes.update((f"{home.path}/{each.path}", each.entry[3]) for each in changed)
            gone += _gone(home.path, old, new)
        return sizes, gone

    def bases(self) -> list[str]:
        """The folders below which all transcripts lie, whether they are there or not."""
        return [f"{home.path}/{folder}" for home in self.homes for folder in home.agent.folders()]

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


def below(folder: str) -> Iterator[str]:
    """A folder and all folders below it, those above first; links are not followed."""
    if os.path.isdir(folder):  # noqa: PTH112 -- see above
        for base, inner, _ in os.walk(folder):
            inner.sort()
            yield base


def _gone(home: str, old: walk.Listing, new: walk.Listing) -> Iterator[str]:
    now = dict(new)
    for folder, entries in old:
        there = now.get(folder)
        if there != entries:
            names = {entry[0] for entry in there or ()}
            yield from (f"{home}/{folder}/{entry[0]}" for entry in entries if entry[0] not in names)
