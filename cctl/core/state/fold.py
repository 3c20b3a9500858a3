"""The fold: records and evidence in, standings out. The same record twice is the same as once.

`Fold` knows nothing of where records come from: a live tail, a whole file, a replay and standard input give the same
standings, because everything it counts, it counts by id, and everything it times, it times by the records' own clock.
"""

from __future__ import annotations

from collections.abc import Callable

from cctl.core.moment import epoch_ms
from cctl.core.money.paid import Cost
from cctl.core.state import evidence, spent, work
from cctl.core.state.contest import Contest, Same
from cctl.core.state.seen import Seen, mark
from cctl.core.state.standing import Standing
from cctl.records.schema import Record

Window = Callable[[str], int]  # model → size of its context, 0 when unknown

TEXTS = ("project", "cwd", "branch", "name", "title", "version", "entrypoint", "parent", "forked_from", "worktree")
COUNTED = frozenset({"turn", "call", "result", "spend", "notice", "message"})


class Fold:
    """Standings of all sessions of a stream."""

    def __init__(
        self, window: Window = lambda model: 0, cost: Cost | None = None, same: Same = lambda path: path
    ) -> None:
        self.standings: dict[str, Standing] = {}
        self.seen: dict[str, Seen] = {}
        self.now_ms = 0  # the stream's clock: the latest time that any record has told
        self._window, self._cost = window, cost
        self._windows: dict[str, int] = {}
        self.contest = Contest(same)
        self.brief = False  # whether nobody keeps what it has seen

    def add(self, record: Record, ms: int | None = None) -> Standing | None:
        """Add a record, whose time may be known; the standing that it may have changed."""
        kind = record.get("type")
        if ms is None:
            ms = epoch_ms(record.get("ts"))
        if ms > self.now_ms and kind != "cursor":
            self.now_ms = ms
        session = record.get("session")
        if type(session) is not str or not session:
            return None
        if kind in COUNTED:
            return self._count(record, session, max(0, ms))
        if kind == "evidence":
            standing = self.standing(session, record)
            evidence.add(standing, record, max(0, ms))
            return standing
        if kind == "session":
            standing = self.standing(session, record)
            for name in TEXTS:
                standing.say(name, record.get(name), max(0, ms))
            standing.model = standing.model or str(record.get("model") or "")
            return standing
        return None

    def standing(self, session: str, record: Record | None = None) -> Standing:
        """The standing of a session, made when there is none."""
        found = self.standings.get(session)
        if found is None:
            found = self.standings[session] = Standing(session)
        if record and not found.agent:
            found.agent = str(record.get("agent") or "")
        return found

    def adopt(self, standing: Standing, seen: Seen) -> None:
        """Take over a session as an earlier run left it."""
        self.standings[standing.id], self.seen[standing.id] = standing, seen
        self.contest.adopt(standing)

    def forget(self, session: str) -> None:
        """Drop what is known of a session."""
        if standing := self.standings.pop(session, None):
            self.contest.forget(standing)
        self.seen.pop(session, None)

    def _count(self, record: Record, session: str, ms: int) -> Standing | None:
        standing = self.standing(session, record)
        seen = self.seen.get(session)
        if seen is None:
            seen = self.seen[session] = Seen(brief=self.brief)
        kind = record["type"]
        fresh = not (kind == "spend" and record.get("id") in standing.recent) and seen.add(mark(record))
        if kind == "spend":
            model = str(record.get("model") or "")
            spent.add(standing, record, ms, fresh=fresh, window=self._size(model), cost=self._cost)
        elif not fresh:
            return None
        work.add(standing, record, ms)
        if kind == "call":
            self.contest.call(standing, record, ms)
        elif kind == "result" and standing.written:
            self.contest.result(standing, record, ms)
        return standing

    def _size(self, model: str) -> int:
        size = self._windows.get(model)
        if size is None:
            if len(self._windows) > 512:  # names of models come from hostile text
                self._windows.clear()
            size = self._windows[model] = self._window(model)
        return size
