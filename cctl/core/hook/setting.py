"""The few settings that a verdict hangs on, with the order in which each tightens.

They are pinned when a session starts: what a repository, or whoever can write to it, changes later may only tighten.
The declarations (`cctl.core.setting.hook`) hold the same defaults; a test compares them, because reading them costs
the hook more than judging.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTS: dict[str, str | int] = {
    "brain.policy": "workspace",
    "brain.mode": "on",
    "hook.on_error": "ask",
    "hook.unknown": "ask",
    "hook.deadline_ms": 150,
}
# Values, the loosest first.
ORDERS: dict[str, tuple[str, ...]] = {
    "brain.policy": ("workspace", "readonly", "locked"),
    "brain.mode": ("off", "auto", "on"),
    "hook.on_error": ("abstain", "ask", "deny"),
    "hook.unknown": ("host", "ask"),
}


def tightest(pinned: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """Of each setting the stricter of two values; one that is in no order counts for nothing."""
    held: dict[str, object] = dict(DEFAULTS) | dict(now)
    for name, order in ORDERS.items():
        before, after = pinned.get(name), held[name]
        if before in order and (after not in order or order.index(str(before)) > order.index(str(after))):
            held[name] = before
    return held
