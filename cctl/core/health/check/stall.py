"""Stall: money goes out and nothing comes of it: no edit, no commit, no answer, and hardly anything new read.

Reading, planning and reviewing are work. What tells them from flailing is that each call brings a result that had not
been seen: as long as that is so, a session that has edited nothing is fine. So is one that writes by the shell alone:
it is asked last, since reading a command costs more than everything else here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.follow import COMMANDS
from cctl.core.health.history import History, Step
from cctl.core.written import writes
from cctl.records.pattern import pattern
from cctl.records.schema import Record

_ADVICE = "Ask what it is stuck on; interrupt it, or hand it a smaller task."
_MIN_CALLS = 8
_CHANGING = pattern(
    r"mcp__.*__(?:.*_)?(?:create|update|replace|insert|write|edit|delete|remove|add|rename|move|apply|send|upload|merge)"
    r"(?:_.*)?$"
)
_ASIDE = ("/tmp/", "/var/tmp/")


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each response and result."""
    if not history.since_unpriced and history.since_nano < terms.limits["stall_cost_usd"] * 1e9:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    limits = terms.limits
    spent = history.since_nano / 1e9
    dear = spent >= limits["stall_cost_usd"]
    if not dear and not (history.since_unpriced and history.since_tokens >= limits["stall_tokens"]):
        return
    took = history.ms - history.progress_ms
    if not history.progress_ms or took < limits["stall_s"] * 1000 or history.since_calls < _MIN_CALLS:
        return
    novel = history.since_novel / history.since_calls
    if novel >= limits["stall_novel_ratio"]:
        return
    if any(history.ms - step.done_ms < limits["stall_s"] * 1000 for step in _written(history)):
        return
    name = "stall_cost_usd" if dear else "stall_tokens"
    yield Found(
        "critical" if dear and spent >= 4 * limits["stall_cost_usd"] else "warning",
        f"{history.progress_ms}",
        f"${spent:.2f} and {took // 60_000} minutes without progress"
        if dear
        else f"{took // 60_000} minutes without progress",
        {
            "spent_usd": round(spent, 4),
            "tokens": history.since_tokens,
            "calls": history.since_calls,
            "new_results": history.since_novel,
            "records": [history.progress_id] if history.progress_id else [],
        },
        _ADVICE,
        (name, "stall_s", "stall_novel_ratio"),
        history.progress_ms,
        cost_nano=history.since_nano,
        src=record.get("src"),
    )


def _written(history: History) -> Iterator[Step]:
    """Calls since the last progress that changed something, and were not just made again."""
    for thread in history.threads.values():
        again = Counter(step.hash for step in thread.steps)
        for step in reversed(thread.steps):
            if step.done_ms <= history.progress_ms:
                break
            if not step.error and again[step.hash] == 1 and _changes(step):
                yield step


def _changes(step: Step) -> bool:
    """Whether a call changed something, as far as its command or its name says."""
    return _writes(step.target) if step.tool in COMMANDS else bool(_CHANGING.match(step.tool))


@lru_cache(512)
def _writes(command: str) -> bool:
    """Whether a command writes a file that is no log and nothing to throw away."""
    found = writes({"tool": "Bash", "input": {"command": command}})
    return any(not each.path.startswith(_ASIDE) and not each.path.endswith((".log", ".out")) for each in found)


CHECK = Check("stall", ("spend", "result"), judge, __doc__.partition("\n")[0], ("result.hash",), "8 calls")
