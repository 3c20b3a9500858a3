"""Which row a record calls for, once: the same occasion acts once, and a session is left alone for a while after.

Time is the records' own, so that a replay decides as the live stream did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cctl.core.act.match import cause
from cctl.core.act.table import STOPS, Row
from cctl.core.digest import digest
from cctl.core.moment import epoch_ms
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Intent(NamedTuple):
    """Something to be done."""

    row: Row
    key: str  # of the occasion: whoever has it in his journal does it no second time
    session: str
    reason: str
    evidence: tuple[str, ...]
    record: Record
    refusal: str = ""  # why it must not be done after all


class Judge:
    """Rows over a stream."""

    def __init__(self, rows: Sequence[Row], *, weak: bool = False, max_age_ms: int = 0) -> None:
        self._rows, self._weak, self._max_age_ms = tuple(rows), weak, max_age_ms
        self._last: dict[tuple[str, str], int] = {}

    def intents(self, record: Record, now_ms: int) -> Iterator[Intent]:
        """What a record calls for."""
        if record.get("type") not in ("finding", "session", "call", "gate", "done", "error"):
            return
        ms = epoch_ms(record.get("ts"))
        session = str(record.get("session") or "")
        for row in self._rows:
            if not any(pattern.fits(record) for pattern in row.on):
                continue
            refusal = self._refusal(row, record, session, ms, now_ms)
            place = (row.id, session)
            if not refusal:
                self._last[place] = ms
            found = _evidence(record)
            key = digest([row.id, cause(record)])
            yield Intent(row, key, session, row.reason or _reason(record), found, record, refusal)

    def remember(self, row: str, session: str, ms: int) -> None:
        """Another process acted by this row, or this one did before it was started anew."""
        if ms > self._last.get((row, session), -1):
            self._last[row, session] = ms

    def failed(self, intent: Intent) -> None:
        """Nothing came of it, so the next occasion need not wait."""
        self._last.pop((intent.row.id, intent.session), None)

    def _refusal(self, row: Row, record: Record, session: str, ms: int, now_ms: int) -> str:
        if row.do in STOPS:
            if not session:
                return "it is about no session"
            if record.get("weak") and not self._weak:
                return "the evidence is weak: enough to notify, never to act"
            if self._max_age_ms and now_ms - ms > self._max_age_ms:
                return "it is old; --max-age says how old may act"
        last = self._last.get((row.id, session))
        if last is not None and abs(ms - last) < row.cooldown_s * 1000:  # a clock that was wrong once locks nobody out
            return "cooldown"
        return ""


def _evidence(record: Record) -> tuple[str, ...]:
    own = record.get("id") or record.get("call")
    evidence = record.get("evidence")
    more = evidence.get("records") if isinstance(evidence, dict) else None
    found = [own, *(more if isinstance(more, list) else ())]
    return tuple(each for each in found if isinstance(each, str) and each)[:8]


def _reason(record: Record) -> str:
    if record.get("type") == "session":
        return f"the session is {record.get('state')}"
    verdict = record.get("verdict")
    text = record.get("message") or (verdict.get("reason") if isinstance(verdict, dict) else "") or record.get("reason")
    check = record.get("check")
    return f"{check}: {text}" if check else str(text or record.get("type"))
