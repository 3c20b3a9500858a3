"""The filter: each record is taken into its session's history, then the checks that its type concerns are asked.

A finding is said once, however often its check finds it, and a stream that already holds it, because it went through
here before, gets it no second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cctl.core.health.check import Check, Terms, checks
from cctl.core.health.finding import SEVERITIES, Found, identity, record
from cctl.core.health.follow import follow, settled
from cctl.core.health.history import History
from cctl.core.health.threshold import limits as defaults
from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.paid import Cost
from cctl.core.state.seen import Seen
from cctl.records.schema import Record

READS = frozenset({"turn", "call", "result", "spend", "notice", "session", "heartbeat", "finding", "end"})
_ALWAYS = ("ts", "session", "agent", "agent_id")
LOOKS_AT = {
    "call": (*_ALWAYS, "id", "tool", "input", "input_hash", "background"),
    "spend": (
        *(*_ALWAYS, "id", "model", "tokens", "cost_usd", "recorded_cost_usd", "web_searches", "speed", "geo", "src"),
    ),
    "result": (*_ALWAYS, "call", "error", "denied", "background", "hash", "text", "bytes", "src"),
    "session": (
        *(*_ALWAYS, "state", "because", "last", "weak", "pending", "background", "subagents", "cpu_ratio", "expires"),
    ),
}
"""All that counts of the larger records."""
LATER = {"result": ("text",)}
LARGER = 1_000_000  # a context that outgrew its model's window is one of these
SESSIONS = 10_000  # histories kept


class Health:
    """All checks over all sessions of a stream."""

    def __init__(
        self,
        limits: Mapping[str, float] | None = None,
        cost: Cost = lambda *response: None,
        window: Callable[[str], int] = lambda model: 0,
        *,
        only: frozenset[str] = frozenset(),
    ) -> None:
        self._limits = dict(limits) if limits is not None else defaults()
        self._cost, self._window = cost, window
        self._now_ms = 0
        self._terms = Terms(self._limits, cost, 0)
        self._histories: dict[str, History] = {}
        self._said = Seen(brief=True)
        self._by_type: dict[str, list[Check]] = {}
        for check in checks():
            if not only or check.name in only:
                for kind in check.on:
                    self._by_type.setdefault(kind, []).append(check)
        self.worst = ""

    def feed(self, given: Record) -> list[Record] | None:
        """What takes the record's place: None for itself alone, else it and its findings; nothing for a repeat."""
        kind = given.get("type")
        ms = epoch_ms(given.get("ts"))
        if ms > self._now_ms and kind != "end":
            self._now_ms = ms
        if kind == "finding":
            return self._known(given)
        session = given.get("session")
        if type(session) is not str or not session or (kind not in self._by_type and kind not in READS):
            return None
        history = self._histories.get(session) or self._new(session)
        if not follow(history, given, ms):
            return None
        if kind == "spend" and not given.get("agent_id"):
            self._sized(history, given)
        found = self._judged(history, given, str(kind))
        if kind == "spend" and not given.get("agent_id"):
            settled(history)
        return [given, *found] if found else None

    def _judged(self, history: History, given: Record, kind: str) -> list[Record]:
        checks = self._by_type.get(kind)
        if not checks:
            return []
        terms = self._terms
        if terms.now_ms != self._now_ms:
            terms = self._terms = Terms(self._limits, self._cost, self._now_ms)
        made: list[Record] = []
        for check in checks:
            for found in check.judge(history, given, terms):
                if self._said.add(identity(check.name, history.session, found.severity, found.cause)):
                    made.append(self._make(check, found, history, given))
        return made

    def _make(self, check: Check, found: Found, history: History, given: Record) -> Record:
        self.saw(found.severity)
        ts = str(given.get("ts") or stamp(self._now_ms))
        return record(check.name, found, history.session, history.agent, ts, self._limits)

    def saw(self, severity: str) -> None:
        """Take note of the worst."""
        if severity in SEVERITIES and (not self.worst or SEVERITIES.index(severity) > SEVERITIES.index(self.worst)):
            self.worst = severity

    def _known(self, given: Record) -> list[Record] | None:
        self.saw(str(given.get("severity")))
        return None if self._said.add(str(given.get("id"))) else []

    def _new(self, session: str) -> History:
        if len(self._histories) >= SESSIONS:
            del self._histories[next(iter(self._histories))]
        found = self._histories[session] = History(session, self._cost)
        return found

    def _sized(self, history: History, given: Record) -> None:
        model = str(given.get("model") or "")
        if model != history.model:
            history.model = model
            history.window = self._window(model) or history.window
        if history.window and history.prompt > history.window:
            history.window = max(history.window, LARGER)
