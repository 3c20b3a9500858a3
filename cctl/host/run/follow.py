"""What an agent that was started does, from the transcript it writes: found, read as it grows, added up.

The session's own file is known by its id before it exists; those of its sub-agents lie beside it. Nothing here waits:
who calls decides how often to look.
"""
# ruff: noqa: PTH110, PTH208 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from cctl.core.agent.spec import Agent
from cctl.core.moment import epoch_ms
from cctl.core.run.limit import Used, used
from cctl.core.state.fold import Fold
from cctl.core.state.standing import Standing
from cctl.host.live.feed import Feed
from cctl.host.live.files import Files, below
from cctl.host.process import processes
from cctl.host.registry import Entry, one
from cctl.host.tail import Tail
from cctl.records.schema import Record

_FLAT_EVERY = 20  # looks between those for sub-agents of old releases, whose files lie among all others


class Follow:
    """One session while it runs."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        env: Mapping[str, str],
        home: str,
        *,
        agent: str,
        session: str,
        fold: Fold,
        priced: Callable[[Record], Record],
    ) -> None:
        self.agent, self.session = agent, session
        self._another: Callable[[str], Follow] = lambda name: Follow(
            agents, env, home, agent=agent, session=name, fold=fold, priced=priced
        )
        self._others: dict[str, Follow] = {}  # more sessions of the same run
        self._begun_ms = 0
        self._waiting: list[Record] = []  # to be told at the next look
        self._files, self._processes = Files(agents, env, home), processes()
        self._feed, self._tail = Feed(agents, self._files), Tail()
        self._fold, self._priced = fold, priced
        self._before, self._tokens = Used(), [0, 0, 0, 0, 0]
        self._main: list[str] = []
        self._looks = 0
        self.calls: set[str] = set()  # ids of those that were asked for since the start
        self._inherited: set[str] = set()  # responses that a fork copied: its parent paid for them

    @property
    def standing(self) -> Standing | None:
        """What is known of the session."""
        return self._fold.standings.get(self.session)

    def begin(self, now_ms: int, parent: str = "") -> None:
        """Take in what there is before the start: only what comes after it counts."""
        self._begun_ms = now_ms
        if parent:
            keep, self.session = self.session, parent
            self._inherited = {str(each.get("id")) for each in self._records(now_ms) if each.get("type") == "spend"}
            self.session, self._main = keep, []
        for record in self._records(now_ms):
            self._fold.add(record)
        self._mark()

    def also(self, session: str, now_ms: int) -> None:
        """Follow another session: of a client that was told to begin anew, or that the agent has started itself.

        What it had spent before the run began is its past; what came since counts, though we hear of it only now.
        """
        if not session or not self.session or session == self.session or session in self._others:
            return
        other = self._others[session] = self._another(session)
        since: tuple[list[Record], list[Record]] = [], []
        for record in other._records(now_ms):
            since[epoch_ms(record.get("ts")) >= self._begun_ms].append(record)
        for record in since[0]:
            other._fold.add(record)
        other._mark()
        other._waiting = since[1]

    def look(self, now_ms: int, open_files: Callable[[], Iterable[str]]) -> Iterator[Record]:
        """The records that have come; `open_files` tells what the command holds open, where its session is unknown."""
        yield from self._look(now_ms, open_files)
        for other in list(self._others.values()):
            yield from other._look(now_ms, lambda: ())
            self.calls |= other.calls

    def _look(self, now_ms: int, open_files: Callable[[], Iterable[str]]) -> Iterator[Record]:
        if not self.session and not self._claim(open_files()):
            return
        waiting, self._waiting = self._waiting, []
        for record in chain(waiting, self._records(now_ms)):
            if record.get("type") == "spend" and record.get("id") in self._inherited:
                continue
            self._fold.add(record)
            if record.get("type") == "call":
                self.calls.add(str(record.get("id", "")))
            yield record

    def used(self) -> Used:
        """What was used since the start."""
        return used(self.standing).since(self._before).plus(each.used() for each in self._others.values())

    def tokens(self) -> list[int]:
        """Tokens by class since the start."""
        now = self.standing.tokens if self.standing else self._tokens
        mine = [each - before for each, before in zip(now, self._tokens, strict=True)]
        return [sum(each) for each in zip(mine, *(other.tokens() for other in self._others.values()), strict=True)]

    def join(self, pids: Iterable[int], now_ms: int) -> None:
        """Follow the sessions of these processes, as their clients have registered them."""
        for home in self._files.homes if self.agent == "claude" else ():
            for pid in pids:
                found = one(f"{home.path}/sessions/{pid}.json", self._processes)
                if isinstance(found, Entry) and found.life == "alive":
                    self.also(found.session, now_ms)

    def _mark(self) -> None:
        """What is known by now is past."""
        self._before = used(self.standing)
        self._tokens = list(self.standing.tokens) if self.standing else self._tokens

    @property
    def skipped(self) -> dict[str, int]:
        """What was passed over, by reason."""
        return self._feed.skipped

    def _records(self, now_ms: int) -> Iterator[Record]:
        for path in self._paths():
            if path not in self._tail:
                self._tail.open(path)
            while self._tail.more(path):
                before = self._tail.files[path].place
                for chunk in self._tail.read(path):
                    for record in self._feed.records(chunk, now_ms):
                        if record.get("session", self.session) == self.session:
                            yield self._priced(record) if record.get("type") == "spend" else record
                if self._tail.files[path].place == before:
                    break  # a torn line: the rest of it is still to come

    def _paths(self) -> list[str]:
        self._looks += 1
        if not self._main:
            self._main = list(self._find())
        found = list(self._main)
        for path in self._main if self.agent == "claude" else ():
            folder = path.rpartition("/")[0]
            for each in below(f"{folder}/{self.session}/subagents"):
                found += [f"{each}/{name}" for name in sorted(os.listdir(each)) if name.endswith(".jsonl")]
            if self._looks % _FLAT_EVERY == 1:
                found += [f"{folder}/{name}" for name in os.listdir(folder) if name.startswith("agent-")]
        return list(dict.fromkeys([*found, *(path for path in self._tail.paths() if path not in found)]))

    def _find(self) -> Iterator[str]:
        """The session's own file, in every home that has one."""
        for home in self._files.homes:
            if home.agent.name != self.agent or not self.session:
                continue
            for top in home.agent.folders():
                if self.agent == "claude":
                    folders = _inside(f"{home.path}/{top}")
                    yield from (path for each in folders if os.path.exists(path := f"{each}/{self.session}.jsonl"))
                else:
                    for folder in below(f"{home.path}/{top}"):
                        names = [name for name in os.listdir(folder) if name.endswith(f"{self.session}.jsonl")]
                        yield from (f"{folder}/{name}" for name in names)

    def _claim(self, paths: Iterable[str]) -> bool:
        """Learn the session from the transcript that the command has opened."""
        for path in paths:
            found = self._files.origin(path) if path.endswith(".jsonl") else None
            if found and found[0] == self.agent and found[1].session:
                self.session = found[1].session
                return True
        return False


def _inside(folder: str) -> list[str]:
    try:
        return [each.path for each in os.scandir(folder) if each.is_dir()]
    except OSError:
        return []
