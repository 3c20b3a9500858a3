"""Settings of the hook."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("brain.mode", "choice", "on",
            "`on`: policy and rules; `auto`: and what was learnt; `off`: team policy and self-protection alone.",
            "higher", choices=("off", "auto", "on")),
    Setting("hook.on_error", "choice", "ask",
            "What the hook answers when it can't judge.", "higher", choices=("abstain", "ask", "deny")),
    Setting("hook.deadline_ms", "int", 150, "How long a verdict may take; then the hook asks.", "never", unit="ms"),
    Setting("hook.unknown", "choice", "ask",
            "What becomes of an ask that rules could settle, where a human sits before the client: `ask`, or `host` to "
            "leave it to the client's own permissions.", "higher", choices=("host", "ask")),
)  # fmt: skip
