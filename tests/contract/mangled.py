"""Records of every type with fields that hold anything: what jq, a hand or somebody's program makes of a stream."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.staged import story

HOSTILE = (
    "\x1b]0;x\x07",
    "\u202eabc",
    "\u200b" * 50,
    "a" * 70_000,
    "\x00",
    "日本" * 20,
    "\ud83d",
    "<script>",
    "\n" * 99,
)
WEIRD: tuple[Any, ...] = (None, True, 0, -1, 1e308, float("inf"), 10**30, [], {}, [[]], {"a": {"b": [1]}}, "", *HOSTILE)
_AT = {"v": 1, "ts": "2026-11-20T09:00:00.000Z", "session": "s"}
_TOKENS = {"input": 1, "output": 2, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0, "total": 3}
OTHERS: tuple[dict[str, Any], ...] = (
    {"type": "stats", "key": {"day": "2026-11-20", "model": "m"}, "responses": 1, "sessions": 1, "tokens": _TOKENS,
     "cost_usd": 1.5, "unpriced": 0},
    {"type": "finding", "id": "f", "check": "loop", "severity": "critical", "message": "x", "evidence": {}},
    {"type": "session", "agent": "claude", "project": "/p", "start": _AT["ts"], "last": _AT["ts"], "state": "working",
     "cost_usd": 2, "pid": 1, "tokens": _TOKENS, "spend": [{"model": "m", "tokens": _TOKENS}]},
    {"type": "budget", "scope": "day", "key": "2026-11-20", "limit_usd": 1, "spent_usd": 2, "ratio": 2,
     "mark": "breached"},
    {"type": "call", "id": "c", "tool": "Bash", "input": {"command": "rm -rf /"}, "cwd": "/p",
     "facts": {"home": "/h", "project": "/p", "files": "none"}, "verdict": {"decision": "deny", "by": "policy"}},
    {"type": "heartbeat", "sessions": 1},
    {"type": "evidence", "kind": "process", "data": {"pid": 1}},
    {"type": "gate", "passed": False, "exit": 11, "breaches": [{"limit": "max-usd"}]},
)  # fmt: skip


def mangled(value: Any, random: Random) -> Any:
    """A value with some of it gone, and some of it something else."""
    if random.random() < 0.1:
        return random.choice(WEIRD)
    if isinstance(value, dict):
        return {key: mangled(each, random) for key, each in value.items() if random.random() > 0.04}
    return [mangled(each, random) for each in value] if isinstance(value, list) else value


def stream(seed: int) -> bytes:
    """Lines of such records; the same seed gives the same lines."""
    random = Random(seed)
    records = [mangled(_AT | each if "ts" not in each else each, random) for each in [*story().records, *OTHERS * 4]]
    random.shuffle(records)
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)
