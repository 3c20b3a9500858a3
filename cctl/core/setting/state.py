"""Settings of the state of sessions."""

from __future__ import annotations

from cctl.core.setting import Setting
from cctl.core.state.decide import DEFAULT

SETTINGS = (
    Setting("state.tool_grace_s", "float", DEFAULT.tool_grace_s,
            "Age of a quiet call from which it may be waiting for a human.", unit="s"),
    Setting("state.api_grace_s", "float", DEFAULT.api_grace_s,
            "Age of an unanswered prompt from which nothing is known.", unit="s"),
    Setting("state.idle_after_s", "float", DEFAULT.idle_after_s, "From which a waiting session is idle.", unit="s"),
    Setting("state.cpu_busy_ratio", "float", DEFAULT.cpu_busy_ratio,
            "Use of its process tree above which a session works.", unit="cores"),
    Setting("watch.backfill", "size", "256K", "What is told again of each live session's files when `watch` starts."),
    Setting("watch.recent", "duration", "15m", "Sessions that wrote within this time are told of, too."),
)  # fmt: skip
