"""Records that make each kind of picture, for the tests of pictures and reports."""

from __future__ import annotations

import tomllib
from random import Random
from typing import Any

from cctl.core.plot.palette import palettes
from tests.taste import ROOT

Record = dict[str, Any]
PALETTES = palettes(tomllib.loads((ROOT / "cctl/data/plot.toml").read_text()))
DAYS = [f"2026-11-{day:02d}" for day in range(1, 21)]
TS = "2026-11-20T12:00:00.000Z"


def stats(key: dict[str, str], cost: float, **more: Any) -> Record:
    """One record of stats."""
    tokens = {"input": 10, "output": 20, "cache_write_5m": 30, "cache_write_1h": 0, "cache_read": 400, "total": 460}
    record = {"type": "stats", "v": 1, "ts": TS, "key": key, "responses": 3, "sessions": 1, "tokens": tokens}
    return {**record, "cost_usd": cost, "unpriced": 0, **more}


def by_day_and_model() -> list[Record]:
    """Spend by day and model, with a budget."""
    random = Random(4)
    rows = [
        stats({"day": day, "model": model}, round(random.random() * size, 3))
        for day in DAYS
        for model, size in (("claude-opus-5-5", 9), ("claude-haiku-4", 2), ("gpt-6-codex", 4))
    ]
    return [*rows, {"type": "budget", "v": 1, "ts": TS, "scope": "day", "key": DAYS[-1], "limit_usd": 10.0}]


def by_project() -> list[Record]:
    """Spend by project."""
    named = (("site", 12.4), ("api-server", 7.7), ("docs", 0.4))
    return [stats({"project": f"/home/alice/{name}"}, cost) for name, cost in named]


def by_hour() -> list[Record]:
    """Spend by hour over two weeks, from a Monday on."""
    return [
        stats({"hour": f"2026-11-{2 + day:02d}T{hour:02d}:00:00+00:00"}, 1.0 if 9 <= hour <= 17 else 0.0)
        for day in range(14)
        for hour in range(24)
    ]


def day_with_forecast() -> list[Record]:
    """A day so far, what it will be, and its budget."""
    rows = [stats({"hour": f"2026-11-20T{hour:02d}:00:00+00:00"}, 0.5) for hour in range(14)]
    forecast = {
        "type": "forecast",
        "v": 1,
        "ts": TS,
        "period": "day",
        "start": "2026-11-20T00:00:00.000Z",
        "end": "2026-11-21T00:00:00.000Z",
    }
    forecast |= {"expected_usd": 13.0, "low_usd": 9.0, "high_usd": 18.0, "cost_usd": 7.0, "by": "pace"}
    burn = {"type": "burn", "v": 1, "ts": TS, "usd_per_h": 0.5}
    return [*rows, forecast, burn, {"type": "budget", "v": 1, "ts": TS, "scope": "day", "limit_usd": 15.0}]


def one_context() -> list[Record]:
    """Responses of one session with a compaction."""
    records: list[Record] = []
    for at in range(60):
        held = 3000 * (at if at < 40 else at - 38)
        ts = f"2026-11-20T09:{at:02d}:00.000Z"
        if at == 40:
            records.append({"type": "notice", "v": 1, "ts": ts, "session": "s1", "kind": "compaction"})
        tokens = {"input": 12, "cache_read": held}
        records.append({"type": "spend", "v": 1, "ts": ts, "session": "0190c0de", "id": str(at), "tokens": tokens})
    return records


def sessions() -> list[Record]:
    """Sessions of a morning."""
    ends = ("finished", "interrupted", "api_error")
    return [
        {
            **{"type": "session", "v": 1, "ts": TS, "session": f"s{at}", "agent": "claude", "ended": ends[at % 3]},
            **{"project": "/home/alice/site", "title": f"Job {at}", "cost_usd": 0.5 + at, "turns": 3, "errors": at % 2},
            **{
                "start": f"2026-11-20T{8 + at // 2:02d}:05:00.000Z",
                "last": f"2026-11-20T{8 + at // 2:02d}:{20 + at}:00.000Z",
            },
        }
        for at in range(8)
    ]


def findings() -> list[Record]:
    """Findings of two checks."""
    wanted = (("loop", "critical"), ("loop", "warning"), ("stall", "warning"), ("loop", "info"))
    return [
        {
            **{"type": "finding", "v": 1, "ts": TS, "session": "s1", "agent": "claude", "id": f"f{at}", "check": check},
            **{"severity": severity, "message": f"{check} in /home/alice/site", "evidence": {}},
        }
        for at, (check, severity) in enumerate(wanted)
    ]


EVERY = {
    "bars": by_day_and_model,
    "flat": by_project,
    "heat": by_hour,
    "lines": day_with_forecast,
    "context": one_context,
    "timeline": sessions,
    "findings": findings,
}
