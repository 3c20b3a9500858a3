"""Settings of the status line."""

from __future__ import annotations

from cctl.core.setting import Setting
from cctl.core.statusline import FULL, REFRESH_S, WARN

SETTINGS = (
    Setting("statusline.template", "text", "",
            "What the line of a session says; empty: the built-in one. {FIELD}, and [ ] around what is left out "
            "when its fields are unknown.", "never"),
    Setting("statusline.fleet", "text", "", "The same for a line without a session (tmux, prompts).", "never"),
    Setting("statusline.context_warn_ratio", "float", WARN, "Share of the context from which it is yellow.",
            unit="share"),
    Setting("statusline.context_full_ratio", "float", FULL, "Share of the context from which it is red.",
            unit="share"),
    Setting("statusline.refresh", "duration", f"{REFRESH_S}s",
            "How often states and the day's spend are looked up, in the background, once for all sessions.", "higher"),
)  # fmt: skip
