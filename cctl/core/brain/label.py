"""Labels: what a human answered, told from what merely happened.

Truth comes from humans alone. That the brain allowed a call and nothing happened is no label, nor is a call the client
let through by itself, nor a verdict of the brain's own: a memory that learns from its own output drifts wherever it
likes. A tool that fails is an outcome, not a label: an approved command that fails was approved all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cctl.core.brain.sign import project_id
from cctl.core.brain.terms import Terms
from cctl.core.moment import epoch_ms

AFTER_ALLOW_MS = 10_000  # an interruption so soon after an allow is an answer to it
_KEPT = 50_000  # calls that still may get an answer


class Label(NamedTuple):
    """One answer."""

    call: str
    sign: str
    project: str  # its id
    session: str
    ms: int
    allow: bool
    weight: float
    source: str  # dialog, rejected, interrupted, correction, implied
    audit: bool = False
    stamp: bool = False  # answered too quickly to have been read
    by: str = ""  # who had decided
    decided: str = ""  # and what

    @property
    def counts(self) -> bool:
        """Whether a certificate may rest on it."""
        return self.source != "implied" and not self.stamp


class _Case:
    """A decided call that still may get an answer."""

    __slots__ = ("asked_ms", "audit", "by", "decided", "ended", "ms", "project", "session", "sign")

    def __init__(self, event: Mapping[str, Any]) -> None:
        facts, verdict = _table(event.get("facts")), _table(event.get("verdict"))
        self.ms = epoch_ms(event.get("ts"))
        self.session = str(event.get("session", ""))
        self.project = project_id(facts.get("project"))
        self.sign = str(event.get("sign", ""))
        self.decided, self.by = str(verdict.get("decision", "")), str(verdict.get("by", ""))
        self.audit = verdict.get("audit") is True
        self.asked_ms = 0  # when a dialog was shown
        self.ended = False

    def label(self, call: str, ms: int, *, allow: bool, weight: float, source: str) -> Label:
        return Label(call, self.sign, self.project, self.session, ms, allow, weight, source, self.audit, False,
                     self.by, self.decided)  # fmt: skip


class Labels:
    """A fold of the log into labels, in the order in which they were given."""

    def __init__(self) -> None:
        self._cases: dict[str, _Case] = {}
        self._open: dict[str, dict[str, _Case]] = {}  # of each session, those without an answer
        self._by_digest: dict[tuple[str, str], list[str]] = {}
        self.found: list[Label] = []

    def feed(self, event: Mapping[str, Any]) -> None:
        """One event of the log."""
        take = getattr(self, f"_{event.get('event')}", None)
        if take is not None and event.get("event") in _TAKEN:
            take(event)

    def _decision(self, event: Mapping[str, Any]) -> None:
        call = str(event.get("id", ""))
        if not call or call in self._cases:  # a call that is judged at several events is judged once
            return
        if len(self._cases) >= _KEPT:
            for old in list(self._cases)[: _KEPT // 10]:
                self._close(old, self._cases.pop(old))
        case = self._cases[call] = _Case(event)
        self._open.setdefault(case.session, {})[call] = case
        if digest := event.get("digest"):
            self._by_digest.setdefault((str(event.get("session", "")), str(digest)), []).append(call)

    def _dialog(self, event: Mapping[str, Any]) -> None:
        case = self._case(event)
        if case is not None and not case.asked_ms:
            case.asked_ms = epoch_ms(event.get("ts"))

    def _outcome(self, event: Mapping[str, Any]) -> None:
        """The tool ran: somebody who was asked said yes."""
        case, call = self._case(event), str(event.get("call", ""))
        if case is None or case.ended:
            return
        self._close(call, case)
        if case.asked_ms:
            took = event.get("ms")
            answered = epoch_ms(event.get("ts")) - (int(took) if isinstance(took, int | float) else 0)
            self.found.append(case.label(call, max(answered, case.asked_ms), allow=True, weight=1.0, source="dialog"))

    def _rejected(self, event: Mapping[str, Any]) -> None:
        case, call = self._case(event), str(event.get("call", ""))
        if case is None or case.ended or event.get("by") != "human":
            return
        self._close(call, case)
        weight = 2.0 if event.get("said") else 1.0
        self.found.append(case.label(call, epoch_ms(event.get("ts")), allow=False, weight=weight, source="rejected"))

    def _interrupted(self, event: Mapping[str, Any]) -> None:
        """Esc at a dialog is a no to what it asked; soon after an allow, to what was allowed."""
        ms, session = epoch_ms(event.get("ts")), str(event.get("session", ""))
        for call, case in list(self._open.get(session, {}).items()):
            allowed = case.decided == "allow" and case.by == "brain" and 0 <= ms - case.ms <= AFTER_ALLOW_MS
            if case.asked_ms or allowed:
                self._close(call, case)
                weight = 3.0 if allowed else 1.0
                self.found.append(case.label(call, ms, allow=False, weight=weight, source="interrupted"))

    def _correction(self, event: Mapping[str, Any]) -> None:
        case, call = self._case(event), str(event.get("call", ""))
        if case is not None and event.get("answer") in ("allow", "deny"):
            allow = event["answer"] == "allow"
            self.found.append(case.label(call, epoch_ms(event.get("ts")), allow=allow, weight=3.0, source="correction"))

    def _implied(self, event: Mapping[str, Any]) -> None:
        call, sign, project, session = (str(event.get(name, "")) for name in ("call", "sign", "project", "session"))
        allow = event.get("answer") == "allow"
        self.found.append(Label(call, sign, project, session, epoch_ms(event.get("ts")), allow, 0.3, "implied"))

    def _close(self, call: str, case: _Case) -> None:
        case.ended = True
        self._open.get(case.session, {}).pop(call, None)

    def _case(self, event: Mapping[str, Any]) -> _Case | None:
        """The call an event is about: by its id, else the oldest open one of the session with the same content."""
        found = self._cases.get(str(event.get("call", "")))
        if found is not None or not event.get("digest"):
            return found
        for call in self._by_digest.get((str(event.get("session", "")), str(event["digest"])), ()):
            case = self._cases.get(call)
            if (
                case is not None
                and not case.ended
                and not case.asked_ms
                and epoch_ms(event.get("ts")) - case.ms < 3_600_000
            ):
                return case
        return None


_TAKEN = ("decision", "dialog", "outcome", "rejected", "interrupted", "correction", "implied")


def labels(events: Iterable[Mapping[str, Any]], terms: Terms) -> list[Label]:
    """All labels of a log, with those that were given too quickly marked."""
    fold = Labels()
    for event in events:
        fold.feed(event)
    return stamped(fold.found, terms)


def stamped(found: list[Label], terms: Terms) -> list[Label]:
    """Mark approvals that can't have been read: the next one in no time, or many in a moment."""
    at = [index for index, each in enumerate(found) if each.allow and each.source == "dialog"]
    at.sort(key=lambda index: found[index].ms)
    quick = set()
    for place, index in enumerate(at):
        if place and found[index].ms - found[at[place - 1]].ms < terms.stamp_after_ms:
            quick.add(index)
        burst = at[max(0, place - terms.stamp_burst + 1) : place + 1]
        if len(burst) == terms.stamp_burst and found[index].ms - found[burst[0]].ms <= terms.stamp_burst_ms:
            quick.update(burst)
    return [each._replace(stamp=True, weight=0.2) if index in quick else each for index, each in enumerate(found)]


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
