"""Who says what a session is doing, and when: at each change, once, and when the clock alone changes it."""

from __future__ import annotations

from cctl.core.state.standing import Standing
from cctl.host.live.now import Now
from cctl.records.schema import Record

NEVER = 1 << 62
FORGET_MS = 900_000  # how long a finished session is remembered


class Teller:
    """What was last said of each session, and when to look again."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._told: dict[str, tuple[str, str]] = {}
        self._contested: dict[str, frozenset[str]] = {}  # files that were told to be contested
        self._due: dict[str, int] = {}
        self._next_ms: int | None = None  # the earliest of them, None when it has to be looked for
        self.paths: dict[str, str] = {}  # session → its own transcript

    def knows(self, session: str) -> bool:
        """Whether anything was said of a session."""
        return session in self._told

    def works(self, session: str) -> bool:
        """Whether a session was last said to be at work."""
        told = self._told.get(session)
        return told is not None and told[0] == "processing"

    def sooner(self, session: str, due_ms: int) -> None:
        """Look at a session again at a time, unless that is to be sooner anyway."""
        if due_ms < self._due.get(session, NEVER):
            self._due[session] = due_ms
            if self._next_ms is not None and due_ms < self._next_ms:
                self._next_ms = due_ms

    def judge(self, session: str, now_ms: int, change: str = "") -> Record | None:
        """The session record, if what it is doing has changed or `change` says why to tell it anyway."""
        standing = self._now.fold.standings.get(session)
        if standing is None:
            return None
        decision = self._now.decide(standing, now_ms)
        self._expect(session, decision.due_ms if decision.due_ms > now_ms else 0)
        waits = decision.waiting_for or {}
        says = (decision.state, str(waits.get("call") or waits.get("kind") or ""))
        before = self._told.get(session)
        conflict = self._conflict(standing, now_ms)
        if not change and before == says and not conflict:
            return None
        self._told[session] = says
        if before == says and conflict:
            change = change or "conflict"
        why = change or ("appeared" if before is None else "gone" if says[0] == "finished" else says[0])
        return self._now.record(standing, decision, now_ms, why, self.paths.get(session, ""))

    def _conflict(self, standing: Standing, now_ms: int) -> bool:
        """Whether another session has come to write a file of this one."""
        if not standing.written:
            return False
        found = frozenset(row["path"] for row in self._now.conflicts(standing, now_ms))
        more = not found <= self._contested.get(standing.id, frozenset())
        self._contested[standing.id] = found
        return more

    def due(self, now_ms: int) -> list[str]:
        """Sessions that the clock may have changed."""
        return [session for session, at in self._due.items() if at <= now_ms]

    @property
    def next_ms(self) -> int:
        """When the clock may next change something; far away when it can't."""
        if self._next_ms is None:
            self._next_ms = min(self._due.values(), default=NEVER)
        return self._next_ms

    def wait_s(self, now_ms: int) -> float:
        """How long the clock changes nothing."""
        return (self.next_ms - now_ms) / 1000

    def doubt(self, now_ms: int) -> None:
        """The clock has jumped: look at every session."""
        self._due = dict.fromkeys(self._told, now_ms)
        self._next_ms = None

    def forget(self, live: set[str], now_ms: int) -> list[str]:
        """Let go of what finished a while ago; should it come back, its file is read again. Gives their transcripts."""
        paths = []
        for session, (state, _) in list(self._told.items()):
            standing = self._now.fold.standings.get(session)
            last = max(standing.last_ms, standing.ended_ms) if standing else 0
            if session in live or state in ("processing", "needs_input") or now_ms - last <= FORGET_MS:
                continue
            del self._told[session]
            self._contested.pop(session, None)
            self._expect(session, 0)
            self._now.fold.forget(session)
            if path := self.paths.pop(session, ""):
                paths.append(path)
        return paths

    def _expect(self, session: str, due_ms: int) -> None:
        """Look at a session again at a time, 0 for never."""
        before = self._due.get(session, 0)
        if before == due_ms:
            return
        if due_ms:
            self._due[session] = due_ms
        else:
            del self._due[session]
        if self._next_ms is not None:
            self._next_ms = None if before == self._next_ms else min(self._next_ms, due_ms or NEVER)
