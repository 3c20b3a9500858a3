"""What a report is made from, for its tests."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from cctl.core.report.build import build
from cctl.core.report.field import Frame, Gathered
from tests.plotted import TS, by_day_and_model, by_hour, by_project, findings, sessions, stats
from tests.taste import REDACTOR

Record = dict[str, Any]
FRAME = Frame("A week", "2026-11-01 – 2026-11-20", "cctl report", UTC, REDACTOR)


def judged() -> list[Record]:
    """Calls with verdicts."""
    return [
        {
            **{"type": "call", "v": 1, "ts": TS, "session": "s1", "tool": "Bash", "input": {"command": "x"}},
            "verdict": {"decision": decision, "by": "rule", "reason": f"why {decision} in /home/alice/site"},
        }
        for decision in ("allow", "allow", "deny", "ask")
    ]


def summaries() -> list[Record]:
    """Work in two projects."""
    return [
        {
            **{"type": "summary", "v": 1, "ts": TS, "project": f"/home/alice/{name}", "sessions": 2, "turns": 5},
            **{"commands": 9, "files_edited": 3, "tests": {"runs": 4, "failed": 1}},
            "commits": [{"ts": TS, "session": "s1", "message": f"Fix {name}\n\nlong"}],
            "files": [{"path": f"/home/alice/{name}/a.py", "edits": at + 1}],
        }
        for at, name in enumerate(("site", "docs"))
    ]


def others() -> list[Record]:
    """Findings, verdicts, a conflict, a budget, a gate."""
    conflict = {**findings()[0], "check": "conflict", "message": "a.py: two sessions"}
    budget = {"type": "budget", "v": 1, "ts": TS, "scope": "day", "key": "2026-11-20", "limit_usd": 10.0, "ratio": 0.3}
    gate = {"type": "gate", "v": 1, "ts": TS, "passed": False, "exit": 11, "breaches": [{"limit": "max-usd"}]}
    return [*findings(), conflict, *judged(), {**budget, "spent_usd": 3.0, "mark": "ok"}, gate]


def gathered() -> Gathered:
    """All of it."""
    total = {**stats({}, 143.0, unpriced=2), "previous": {"cost_usd": 100.0, "responses": 6, "tokens": {"total": 920}}}
    days = [each for each in by_day_and_model() if each["type"] == "stats"]
    return Gathered(days, by_project(), by_hour(), total, sessions(), summaries(), others())


PAGE = build(gathered(), FRAME)
