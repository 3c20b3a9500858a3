"""The gate itself: records in, one `gate` record and an exit status at the end.

It fails rather than passes where it can't know: without anything to judge, without an `end` where one was asked for,
after a source that failed, and on spend that has no sure price. A pass is a statement, not the absence of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cctl.core.gate.limit import BREACH, KINDS, NO_EVIDENCE, OVER_BUDGET, Kind, Limits
from cctl.core.gate.tally import SHOWN, Figures, Heavy, Tally, Unpriced
from cctl.core.gate.versus import Change, change, problems
from cctl.core.gate.where import Condition, test
from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.exact import usd
from cctl.core.spend.fold import Price
from cctl.records.exits import CODES, worst
from cctl.records.schema import Record

_ASIDE: Final = ("end", "error", "gate")  # what no condition looks at
_BY_DECISION: Final = {"deny": CODES["denied"], "ask": CODES["needs_human"]}
_BY_CHECK: Final = {"conflict": CODES["conflict"], "budget": CODES["over_budget"]}


class Met:
    """One condition, and what fulfilled it."""

    def __init__(self, asked: Condition) -> None:
        self.asked = asked
        self.holds = test(asked)
        self.found: list[Heavy] = []
        self.codes: set[int] = set()
        self.count = 0

    def feed(self, record: Record) -> None:
        """Look at one record."""
        if not self.holds(record):
            return
        self.count += 1
        self.codes.add(_code(self.asked, record))
        if len(self.found) < SHOWN:
            src = record.get("src")
            self.found.append(Heavy(_id(record), 1, src if isinstance(src, dict) else None))


class Gate:
    """Feed it every record, `end` included; then `finish`, then ask for its status."""

    def __init__(self, limits: Limits, price: Price | None = None) -> None:
        self._limits = limits
        self._tally = Tally(price or Unpriced(), dated=limits.versus is not None)
        self._met = [Met(asked) for asked in limits.where]
        self._ended = False
        self._failed: list[Record] = []  # `end` records of sources that failed
        self._errors = 0
        self._ts: object = None  # of the record before
        self._last = -1  # epoch ms of the latest record
        self._looked = 0
        self._calls = self._verdicts = 0
        self._code = NO_EVIDENCE
        self._change: Change | None = None

    def feed(self, record: Record) -> None:
        """Take in one record; a gate changes none."""
        kind, ts = record.get("type"), record.get("ts")
        if ts != self._ts:
            self._ts, ms = ts, epoch_ms(ts)
            if ms > self._last:  # noqa: PLR1730 -- runs for every record, and half the time of a call counts
                self._last = ms
        self._ended = kind == "end"
        if kind in _ASIDE:
            if kind == "error":
                self._errors += 1
            elif kind == "end" and record.get("exit", 0) != 0:
                self._failed.append(record)
            return
        self._looked += 1
        if kind == "call":
            self._calls += 1
        if "verdict" in record:
            self._verdicts += 1
        self._tally.feed(record)
        for met in self._met:
            met.feed(record)

    def finish(self, ts: str = "") -> list[Record]:
        """The `gate` record; its time is that of the last record, or `ts` when there was none with a time."""
        sessions = self._tally.by_session()
        total = Figures()
        for figures in sessions.values():
            total = total.plus(figures)
        breaches = [
            *self._source(),
            *(breach for kind in KINDS for breach in self._limited(kind, sessions, total)),
            *self._changed(),
            *self._unsure(sessions, total),
            *self._conditions(),
        ]
        self._code = worst(0, *(code for code, _ in breaches))
        record: Record = {
            "type": "gate",
            "v": 1,
            "ts": ts if self._last < 0 else stamp(self._last),
            "passed": self._code == 0,
        }
        record |= {"exit": self._code, "breaches": [breach for _, breach in breaches]}
        return [record | self._told(total, sessions)]

    def status(self) -> int:
        """The exit status; that of a gate that was never finished is a failure."""
        return self._code

    # -- the limits

    def _source(self) -> Iterator[tuple[int, Record]]:
        for end in self._failed:
            code = end.get("exit")
            yield NO_EVIDENCE, _breach("end", 0, code if type(code) is int else 1, message=f"{end.get('of')} failed")
        if self._limits.require_end and not self._ended:
            yield NO_EVIDENCE, _breach("require-end", 1, 0, message="the stream stops without an `end` record")
        blind = [
            kind.option for kind in KINDS if self._asked(kind) is not None and kind.figure not in self._tally.knows
        ]
        if self._limits.versus and "nano" not in self._tally.knows:
            blind.append("versus")
        if self._calls and not self._verdicts and any(each.field.startswith("verdict") for each in self._limits.where):
            blind.append("verdicts: nobody has judged the calls in it")
        if blind or not self._looked:
            names = ", ".join(blind) or "any limit"
            yield NO_EVIDENCE, _breach("evidence", 1, 0, message=f"the stream holds nothing that tells {names}")

    def _limited(self, kind: Kind, sessions: Mapping[str, Figures], total: Figures) -> Iterator[tuple[int, Record]]:
        allowed = self._asked(kind)
        if allowed is None:
            return
        scale = usd if kind.figure == "nano" else int
        for session, figures in self._scopes(sessions, total):
            found = getattr(figures, kind.figure)
            if found > allowed:
                heavy = self._tally.heaviest(kind.figure, session)
                yield kind.exit, _breach(kind.option, scale(allowed), scale(found), heavy, session=session)

    def _changed(self) -> Iterator[tuple[int, Record]]:
        asked = self._limits.versus
        if asked is None or "nano" not in self._tally.knows:
            return
        found = self._change = change(self._tally, asked)
        for problem in problems(found):
            yield NO_EVIDENCE, _breach("versus", 0, usd(found.today_nano), message=problem)
        allowed = found.allowed(asked)
        if any(found.before) and found.today_nano > allowed:
            heavy = self._tally.heaviest("nano", None, asked.edges[-2] * 1000)
            told = f"today is {found.told()['ratio']:g} × the mean of {len(found.before)} days"
            yield OVER_BUDGET, _breach("versus", usd(allowed), usd(found.today_nano), heavy, message=told)

    def _unsure(self, sessions: Mapping[str, Figures], total: Figures) -> Iterator[tuple[int, Record]]:
        if self._limits.unpriced == "warn" or not (self._limits.dollars or self._limits.max_tokens is not None):
            return
        unread = sum(self._tally.skipped.values())
        if unread:
            yield BREACH, _breach("unreadable", 0, unread, message="spend records can't be read, so not counted")
        if not self._limits.dollars:
            return
        for session, figures in self._scopes(sessions, total):
            for name in ("unpriced", "estimated"):
                found = getattr(figures, name)
                if found:
                    heavy = self._tally.heaviest("unsure", session)
                    what = "have no known price" if name == "unpriced" else "are priced by a guess"
                    yield BREACH, _breach(name, 0, found, heavy, session=session, message=f"responses {what}")

    def _conditions(self) -> Iterator[tuple[int, Record]]:
        for met in self._met:
            if met.count:
                yield worst(*met.codes), _breach(f"where {met.asked}", 0, met.count, met.found)

    # -- what they look at

    def _asked(self, kind: Kind) -> int | None:
        found: int | None = getattr(self._limits, kind.name)
        return found

    def _scopes(self, sessions: Mapping[str, Figures], total: Figures) -> Iterable[tuple[str | None, Figures]]:
        return sorted(sessions.items()) if self._limits.each else [(None, total)]

    def _told(self, total: Figures, sessions: Mapping[str, Figures]) -> Record:
        """What counted, as far as the stream told it."""
        told: Record = {"judged": self._looked if self._met else self._tally.records}
        if "nano" in self._tally.knows:
            if total.nano or not total.unpriced:
                told["cost_usd"] = usd(total.nano)
            told |= {"tokens": total.tokens, "unpriced": total.unpriced}
            if total.estimated:
                told["estimated"] = True
        told |= {name: getattr(total, name) for name in ("errors", "turns") if name in self._tally.knows}
        told["sessions"] = len(sessions)
        if self._change:
            told["versus"] = self._change.told()
        if self._errors:
            told["bad_records"] = self._errors
        if self._tally.skipped:
            told["skipped"] = dict(sorted(self._tally.skipped.items()))
        return told


def _breach(
    limit: str,
    allowed: float,
    found: float,
    heavy: Iterable[Heavy] = (),
    *,
    session: str | None = None,
    message: str = "",
) -> Record:
    listed = list(heavy)
    breach: Record = {"limit": limit, "allowed": allowed, "found": found, "by": [each.id for each in listed]}
    if session is not None:
        breach["session"] = session
    if message:
        breach["message"] = message
    places = [dict(each.src) for each in listed if each.src]
    return breach | {"src": places} if places else breach


def _code(asked: Condition, record: Mapping[str, Any]) -> int:
    """The exit status that a matching record asks for: that of its verdict or finding, else the plain breach."""
    if asked.field.startswith("verdict"):
        verdict = record.get("verdict")
        return _BY_DECISION.get(str(verdict.get("decision")) if isinstance(verdict, dict) else "", BREACH)
    if asked.field.startswith("denied"):
        return CODES["denied"]
    if record.get("type") == "finding":
        return _BY_CHECK.get(str(record.get("check")), CODES["unhealthy"])
    return BREACH


def _id(record: Mapping[str, Any]) -> str:
    for name in ("id", "call", "session", "type"):
        value = record.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
