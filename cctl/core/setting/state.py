"""Settings of the state of sessions.

The numbers are those of `cctl.core.state.decide`, which a test compares: the hook reads all settings by itself, with
nothing but the standard library, and what decides on states needs more than that.
"""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("state.tool_grace_s", "float", 20.0,
            "Age of a quiet call from which it may be waiting for a human.", unit="s"),
    Setting("state.api_grace_s", "float", 180.0,
            "Age of an unanswered prompt from which nothing is known.", unit="s"),
    Setting("state.idle_after_s", "float", 600.0, "From which a waiting session is idle.", unit="s"),
    Setting("state.cpu_busy_ratio", "float", 0.02,
            "Use of its process tree above which a session works.", unit="cores"),
    Setting("watch.backfill", "size", "256K", "What is told again of each live session's files when `watch` starts."),
    Setting("watch.recent", "duration", "15m", "Sessions that wrote within this time are told of, too."),
)  # fmt: skip
