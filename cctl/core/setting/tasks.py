"""Settings of plans of tasks."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("tasks.max_parallel", "int", 1, "Attempts side by side, where neither plan nor flag says.", "lower"),
    Setting("tasks.retry_s", "float", 1.0, "Wait before a second attempt; twice and three times before later ones.",
            "higher", unit="s"),
    Setting("tasks.handover_ratio", "float", 0.85, "Share of a context at which a fresh session takes over.", "lower",
            unit="share"),
)  # fmt: skip
