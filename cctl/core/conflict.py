"""Conflicts: two sessions that write one file within a while, or are about to.

What the transcripts say decides: the first writer has the file, whoever comes second conflicts with it, also by a call
that has not run yet. The same path in two work trees of one repository meets only when they are merged, which is worth
knowing and no more. A session that rests for long, or ended, has let go of what it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cctl.core.health.finding import Found, identity, record
from cctl.core.moment import epoch_ms, stamp
from cctl.core.state.contest import HELD_S
from cctl.core.state.seen import Seen
from cctl.core.written import Write, writes
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_FILES = 20_000  # files remembered
_HOLDERS = 8  # sessions remembered per file
READS = ("call", "result", "notice", "session", "finding", "end")


class Hold(NamedTuple):
    """One session's claim to a file."""

    session: str
    agent: str
    since_ms: int
    last_ms: int
    did: tuple[str, ...]
    call: str
    pending: bool
    path: str  # as the session wrote it
    src: dict[str, Any] | None


class Trees(NamedTuple):
    """What is known of folders: the same file by two names, and two files that are one in the repository."""

    real: Callable[[str], str] = lambda path: path
    in_repository: Callable[[str], str] = lambda path: ""  # "repository:path inside" of a file in a linked work tree


class Conflicts:
    """Who writes what, over all sessions of a stream."""

    def __init__(self, held_s: float = HELD_S, trees: Trees | None = None) -> None:
        self._held_ms, self._trees = int(held_s * 1000), trees or Trees()
        self._files: dict[str, dict[str, Hold]] = {}
        self._shared: dict[str, dict[str, Hold]] = {}
        self._calls: dict[tuple[str, str], list[Write]] = {}
        self._cwd: dict[str, str] = {}
        self._callers: dict[
            tuple[str, int], str
        ] = {}  # who made a call: a fork's transcript begins with those of its origin
        self._said = Seen()
        self.found = 0

    def feed(self, given: Record) -> list[Record] | None:
        """What takes the record's place: None for itself alone, else it and its findings; nothing for a repeat."""
        kind, session = given.get("type"), given.get("session")
        if kind == "finding":
            fresh = self._said.add(str(given.get("id")))
            self.found += fresh and given.get("check") == "conflict"
            return None if fresh else []
        if type(session) is not str or not session:
            return None
        if kind == "call":
            made = list(self._called(given, session))
            return [given, *made] if made else None
        if kind == "result":
            self._came(given, session)
        elif kind == "session" and given.get("state") == "finished":
            self._leave(session)
        elif kind == "session" and type(given.get("cwd")) is str:
            self._cwd[session] = given["cwd"]
        return None

    def _called(self, given: Record, session: str) -> Iterator[Record]:
        cwd = given.get("cwd") or self._cwd.get(session)
        wanted = writes({**given, "cwd": cwd} if cwd else given)
        if not wanted:
            return
        ms = max(0, epoch_ms(given.get("ts")))
        call = str(given.get("id") or "")
        if call and self._callers.setdefault((call, ms), session) != session:
            return
        if len(self._callers) > _FILES:
            del self._callers[next(iter(self._callers))]
        self._calls[session, call] = wanted
        if len(self._calls) > _FILES:
            del self._calls[next(iter(self._calls))]
        for write in wanted:
            hold = Hold(
                session, str(given.get("agent") or ""), ms, ms, (write.how,), call, True, write.path, given.get("src")
            )
            real = self._trees.real(write.path)
            yield from self._meet(self._files, real, hold, "warning")
            if inside := self._trees.in_repository(real):
                yield from self._meet(self._shared, inside, hold, "info")

    def _meet(self, files: dict[str, dict[str, Hold]], path: str, hold: Hold, severity: str) -> Iterator[Record]:
        holders = files.setdefault(path, {})
        others = [each for each in holders.values() if each.session != hold.session]
        others = [each for each in others if abs(hold.last_ms - each.last_ms) <= self._held_ms]  # in any order
        if severity == "info":
            others = [each for each in others if each.path != hold.path]  # the same file is told of above
        mine = holders.get(hold.session)
        did = tuple(dict.fromkeys((*(mine.did if mine else ()), *hold.did)))
        holders[hold.session] = hold._replace(since_ms=mine.since_ms if mine else hold.since_ms, did=did)
        while len(holders) > _HOLDERS:
            del holders[min(holders.values(), key=lambda each: each.last_ms).session]
        if len(files) > _FILES:
            del files[next(iter(files))]
        for other in others:
            first, second = sorted((other, holders[hold.session]), key=lambda each: each.since_ms)
            yield from self._told(path, first, second, severity)

    def _told(self, path: str, first: Hold, second: Hold, severity: str) -> Iterator[Record]:
        cause = f"{path}:{first.session}:{first.since_ms}"
        if not self._said.add(identity("conflict", second.session, severity, cause)):
            return
        self.found += 1
        across = severity == "info"
        found = Found(
            severity,
            cause,
            f"{_short(second.path)} is also worked on by {first.session[:8]}"
            + (", in another work tree" if across else ""),
            {
                "path": second.path,
                "across_worktrees": across,
                "predicted": second.pending,
                "records": [second.call],
                "first": _shown(first),
                "second": _shown(second),
            },
            "They will meet when the work trees are merged." if across else "Let one finish, or give each a work tree.",
            since_ms=first.since_ms,
            src=second.src,
        )
        yield record("conflict", found, second.session, second.agent, stamp(second.last_ms), {})

    def _came(self, given: Record, session: str) -> None:
        """A call is done: what it wrote is written, what it failed to write is not."""
        for write in self._calls.pop((session, str(given.get("call") or "")), ()):
            real = self._trees.real(write.path)
            for files, path in ((self._files, real), (self._shared, self._trees.in_repository(real))):
                hold = files.get(path, {}).get(session)
                if hold is None or hold.call != given.get("call"):
                    continue
                if given.get("error") and len(hold.did) == 1 and hold.since_ms == hold.last_ms:
                    del files[path][session]
                else:
                    ms = max(hold.last_ms, epoch_ms(given.get("ts")))
                    files[path][session] = hold._replace(pending=False, last_ms=ms)

    def _leave(self, session: str) -> None:
        for files in (self._files, self._shared):
            for holders in files.values():
                holders.pop(session, None)


def _shown(hold: Hold) -> dict[str, Any]:
    return {
        "session": hold.session,
        "did": list(hold.did),
        "since": stamp(hold.since_ms),
        "last": stamp(hold.last_ms),
        "pending": hold.pending,
        "path": hold.path,
    }


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])
