"""Labels: what a human answered, told from what merely happened.

Truth comes from humans alone. That the brain allowed a call and nothing happened is no label, nor is a call the client
let through by itself, nor a verdict of the brain's own: a memory that learns from its own output drifts wherever it
likes. A tool that fails is an outcome, not a label: an approved command that fails was approved all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cctl.core.brain.sign import LONGEST, VERSION, project_id
from cctl.core.brain.terms import Terms
from cctl.core.moment import epoch_ms
from cctl.records.named import NamedTuple

SPENDERS = ("brain", "llm")  # who allows by a certificate
AFTER_ALLOW_MS = 10_000  # an interruption so soon after an allow is an answer to it
_HOUR_MS = 3_600_000
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
    waited_ms: int = -1  # from the dialog to the answer, where both are known
    adviser: str = ""  # the model that had said allow

    @property
    def counts(self) -> bool:
        """Whether a certificate may rest on it."""
        return self.source != "implied" and not self.stamp


class _Case:
    """A decided call that still may get an answer."""

    __slots__ = (
        "adviser",
        "asked_ms",
        "audit",
        "by",
        "corrected",
        "decided",
        "ended",
        "ms",
        "project",
        "session",
        "sign",
    )

    def __init__(self, event: Mapping[str, Any]) -> None:
        facts, verdict, word = _table(event.get("facts")), _table(event.get("verdict")), last_word(event)
        self.ms = epoch_ms(event.get("ts"))
        self.session = str(event.get("session", ""))
        self.project = project_id(facts.get("project"))
        self.sign = _sign(event) if event.get("sv", VERSION) == VERSION else ""
        self.decided, self.by = str(word.get("decision", "")), str(word.get("by", ""))
        self.audit = verdict.get("audit") is True or word.get("audit") is True
        self.asked_ms = 0  # when a dialog was shown
        self.ended = False
        self.adviser = self.corrected = ""
        self.advised(_table(event.get("llm")))

    def advised(self, told: Mapping[str, Any]) -> None:
        """What a model said before anybody was asked; only that counts as its opinion."""
        name = told.get("adviser")
        if told.get("verdict") == "allow" and not self.ended and isinstance(name, str) and is_adviser(name):
            self.adviser = name

    def label(self, call: str, ms: int, *, allow: bool, weight: float, source: str, waited_ms: int = -1) -> Label:
        return Label(call, self.sign, self.project, self.session, ms, allow, weight, source, self.audit, False,
                     self.by, self.decided, waited_ms, self.adviser)  # fmt: skip


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
            took = int(took) if isinstance(took, int | float) and 0 <= took < _HOUR_MS * 24 else 0
            ms = max(epoch_ms(event.get("ts")) - took, case.asked_ms)
            waited = ms - case.asked_ms
            self.found.append(case.label(call, ms, allow=True, weight=1.0, source="dialog", waited_ms=waited))

    def _opinion(self, event: Mapping[str, Any]) -> None:
        case = self._case(event)
        if case is not None:
            case.advised(event)

    def _rejected(self, event: Mapping[str, Any]) -> None:
        case, call = self._case(event), str(event.get("call", ""))
        if case is None or case.ended or event.get("by") != "human":
            return
        self._close(call, case)
        weight = 2.0 if event.get("said") else 1.0
        known, given = epoch_ms(event.get("ts")), epoch_ms(event.get("at"))  # it may have been found much later
        ms = given if case.ms <= given <= known else known
        self.found.append(case.label(call, ms, allow=False, weight=weight, source="rejected"))

    def _interrupted(self, event: Mapping[str, Any]) -> None:
        """Esc at a dialog is a no to what it asked; soon after an allow, to what was allowed."""
        ms, session = epoch_ms(event.get("ts")), str(event.get("session", ""))
        for call, case in list(self._open.get(session, {}).items()):
            allowed = case.decided == "allow" and case.by in SPENDERS and 0 <= ms - case.ms <= AFTER_ALLOW_MS
            if case.asked_ms or allowed:
                self._close(call, case)
                weight = 3.0 if allowed else 1.0
                self.found.append(case.label(call, ms, allow=False, weight=weight, source="interrupted"))

    def _correction(self, event: Mapping[str, Any]) -> None:
        case, call = self._case(event), str(event.get("call", ""))
        if case is not None and event.get("answer") in ("allow", "deny") and event["answer"] != case.corrected:
            case.corrected = event["answer"]  # said twice is said once
            allow = event["answer"] == "allow"
            self.found.append(case.label(call, epoch_ms(event.get("ts")), allow=allow, weight=3.0, source="correction"))

    def _implied(self, event: Mapping[str, Any]) -> None:
        call, project, session = (str(event.get(name, "")) for name in ("call", "project", "session"))
        known, given = epoch_ms(event.get("ts")), epoch_ms(event.get("at"))
        allow, ms = event.get("answer") == "allow", given if 0 <= given <= known else known
        self.found.append(Label(call, _sign(event), project, session, ms, allow, 0.3, "implied"))

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
                and epoch_ms(event.get("ts")) - case.ms < _HOUR_MS
            ):
                return case
        return None


_TAKEN = ("decision", "dialog", "opinion", "outcome", "rejected", "interrupted", "correction", "implied")


def labels(events: Iterable[Mapping[str, Any]], terms: Terms) -> list[Label]:
    """All labels of a log, with those that were given too quickly marked."""
    fold = Labels()
    for event in events:
        fold.feed(event)
    return stamped(fold.found, terms)


def stamped(found: list[Label], terms: Terms) -> list[Label]:
    """Mark approvals that can't have been read: in no time after the dialog or the last one, or many in a moment.

    So what another program answers in its human's place, at once, teaches nothing either.
    """
    at = [index for index, each in enumerate(found) if each.allow and each.source == "dialog"]
    at.sort(key=lambda index: found[index].ms)
    quick = set()
    for place, index in enumerate(at):
        if 0 <= found[index].waited_ms < terms.stamp_after_ms:
            quick.add(index)
        if place and found[index].ms - found[at[place - 1]].ms < terms.stamp_after_ms:
            quick.add(index)
        burst = at[max(0, place - terms.stamp_burst + 1) : place + 1]
        if len(burst) == terms.stamp_burst and found[index].ms - found[burst[0]].ms <= terms.stamp_burst_ms:
            quick.update(burst)
    return [each._replace(stamp=True, weight=0.2) if index in quick else each for index, each in enumerate(found)]


def is_adviser(name: str) -> bool:
    """Whether a text is the name of a model's opinions, as `opinion.adviser` makes it: it names certificates."""
    return len(name) <= 40 and name.startswith("llm-") and name[4:].isalnum() and name.isascii()


def last_word(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the client was told of a decided call: another layer may have had its word after the judgement."""
    return _table(event.get("answer")) or _table(event.get("verdict"))


def _sign(event: Mapping[str, Any]) -> str:
    """The signature of an event, "" for one that no analyser makes: it goes into a file whose lines mean something."""
    told = event.get("sign")
    return told if isinstance(told, str) and told.isprintable() and len(told) <= 2 * LONGEST else ""


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
