"""Silence: a session that should be at work shows no sign of life.

Only a live source can say so: in a file, the last line is always long ago. So the judgement is made at the `session`
records that `watch` and `sessions` write, where state, process and the clock stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.core.moment import epoch_ms
from cctl.records.schema import Record

_AGENTS = frozenset({"Agent", "Task"})


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each state that is told."""
    if record.get("state") not in ("processing", "unknown") or not record.get("last"):
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    if record.get("state") not in ("processing", "unknown") or not record.get("last"):
        return
    now, last = epoch_ms(record.get("ts")), epoch_ms(record["last"])
    if last < 0 or float(record.get("cpu_ratio") or 0) > terms.limits["silence_cpu_ratio"]:
        return
    pending = [each for each in record.get("pending") or () if isinstance(each, dict)]
    running = [each for each in record.get("subagents") or () if isinstance(each, dict) and each.get("active")]
    if record.get("state") == "unknown" and record.get("because") != "clock":
        return  # nothing is known, so silence means nothing
    if any(_waits_long(each) for each in pending) or (pending and running):
        return
    name = "silence_tool_s" if pending else "silence_api_s"
    if record.get("background") and not pending:
        return
    silent = (now - last) / 1000
    if silent < terms.limits[name]:
        return
    what = f"{pending[0].get('tool')} has run" if pending else "no answer has come"
    yield Found(
        "warning",
        f"{record['last']}",
        f"{what} for {silent / 60:.0f} minutes without a sign of life",
        {
            "silent_s": round(silent, 1),
            "state": record["state"],
            "records": [str(each.get("id")) for each in pending[:5]],
        },
        "Look at its terminal; a call may wait for input that nobody gives.",
        (name, "silence_cpu_ratio"),
        last,
        weak=bool(record.get("weak")),
    )


def _waits_long(pending: Record) -> bool:
    """Whether a call said itself that it would take so long."""
    given = pending.get("input")
    wanted = given.get("timeout") if isinstance(given, dict) else None
    age = pending.get("age_s")
    allowed = wanted / 1000 if isinstance(wanted, int | float) else 0.0
    return pending.get("tool") in _AGENTS or (isinstance(age, int | float) and 0 < age < allowed)


CHECK = Check("silence", ("session",), judge, __doc__.partition("\n")[0], ("session.state", "session.last"), "")
