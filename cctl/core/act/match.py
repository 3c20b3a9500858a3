"""What a record is about, in the words that `act` and `notify` are told with: `loop:critical`, `needs_input`, `deny`.

A word before a colon names a kind of thing (a check, `finding`, `state`, `verdict`, `budget`, `gate`, `done`), what
follows says how bad or which. A severity means that one or worse.
"""

from __future__ import annotations

from cctl.core.digest import digest
from cctl.core.health.finding import SEVERITIES
from cctl.core.state.select import STATES
from cctl.core.state.select import state as spelt
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

DECISIONS = ("allow", "deny", "ask", "abstain")
KINDS = ("finding", "health", "state", "verdict", "budget", "gate", "done", "error")
_ALL = ("health", "finding")


class Match(NamedTuple):
    """One pattern."""

    kind: str  # of KINDS, or the name of a check
    what: str = ""  # a severity, a state, a decision, a mark; "" for any

    @property
    def text(self) -> str:
        """As it was written."""
        return f"{self.kind}:{self.what}" if self.what else self.kind

    def fits(self, record: Record) -> bool:
        """Whether a record is meant."""
        kind = record.get("type")
        if kind == "finding":
            return self._finding(record)
        if kind == "session":
            return self.kind == "state" and "change" in record and self.what in ("", record.get("state"))
        if kind == "call":
            verdict = record.get("verdict")
            decision = verdict.get("decision") if isinstance(verdict, dict) else None
            return self.kind == "verdict" and decision is not None and self.what in ("", decision)
        if kind == "gate":
            return self.kind == "gate" and self.what in ("", "passed" if record.get("passed") else "failed")
        if kind == "done":
            return self.kind == "done" and self.what in ("", record.get("status"))
        return kind == "error" and self.kind == "error" and self.what in ("", record.get("code"))

    def _finding(self, record: Record) -> bool:
        if self.kind not in (*_ALL, record.get("check")):
            return False
        severity = record.get("severity")
        if self.what in SEVERITIES:
            return severity in SEVERITIES and SEVERITIES.index(str(severity)) >= SEVERITIES.index(self.what)
        if self.what in ("warned", "breached"):
            return severity == ("critical" if self.what == "breached" else "warning") or (
                self.what == "warned" and severity == "critical"
            )
        return not self.what


def match(text: str, checks: frozenset[str]) -> Match:
    """A pattern from its text; what means nothing is an error of the caller."""
    word, _, what = text.strip().partition(":")
    kind, what = word.strip().lower().replace("-", "_"), what.strip().lower()
    if not what and kind not in KINDS and (found := _state(word)):
        return Match("state", found)
    if not what and kind in DECISIONS:
        return Match("verdict", kind)
    if kind not in KINDS and kind not in checks:
        raise UsageError(
            f"{text!r} means nothing here; say {', '.join(KINDS)}, a state, or a check such as loop:critical"
        )
    known: tuple[str, ...] = ()
    if kind in _ALL or kind in checks:
        known = (*SEVERITIES, *(("warned", "breached") if kind == "budget" else ()))
    elif kind == "state":
        what = _state(what) or what
        known = STATES
    elif kind == "verdict":
        known = DECISIONS
    elif kind == "gate":
        known = ("passed", "failed")
    elif kind == "done":
        known = ("ok", "notneeded", "impossible", "error")
    if what and known and what not in known:
        raise UsageError(f"{text!r}: {what!r} is none of {', '.join(known)}")
    return Match(kind, what)


def cause(record: Record) -> str:
    """What makes this occasion one and the same, wherever and however often the record is read."""
    kind = str(record.get("type"))
    if kind == "session":
        waits = record.get("waiting_for")
        call = waits.get("call") if isinstance(waits, dict) else None
        return digest([kind, record.get("session"), record.get("state"), record.get("since"), call])
    found = record.get("id") or record.get("call")
    if isinstance(found, str) and found:
        return digest([kind, record.get("session"), found])
    return digest([kind, record.get("session"), record.get("ts"), record.get("target"), record.get("code")])


def _state(word: str) -> str:
    try:
        return spelt(word)
    except ValueError:
        return ""
