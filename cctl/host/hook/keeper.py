"""Leave of the run that a session belongs to, asked of the run's keeper by the hook that stands in the settings.

Only where a client can't be given a hook for one run: Codex runs none that nobody has trusted. The run's environment
names its folder; whoever sets that variable can only have more forbidden, never less.
"""

from __future__ import annotations

import os
import time

from cctl.core.hook import codec
from cctl.core.hook.verdict import verdict
from cctl.host.run import gate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

WAIT_S = 7.0  # Codex gives its hooks ten seconds and then goes on without them


def refused(case: Case, folder: str) -> Verdict | None:
    """A deny when the keeper refuses, or when there is nobody to ask."""
    left_ms = 0
    if case.watch is not None:
        left_ms = max((case.watch.end - time.monotonic_ns()) // 1_000_000, 10)
        case.watch.longer(int(WAIT_S * 1000) + 500)
    try:
        told = codec.decode(_asked(case, folder).decode() or "null")
        reason = "" if told is None else _reason(told)
    except Exception as problem:  # a limit that nobody holds is none
        reason = f"{gate.WHY} ({type(problem).__name__})"
    if case.watch is not None:
        case.watch.longer(left_ms)
    return verdict("deny", "policy", reason.removeprefix("cctl: "), layer="run", ends=True) if reason else None


def _asked(case: Case, folder: str) -> bytes:
    event = case.event
    told = {"session_id": event.session, "tool_use_id": event.call, "tool_name": event.tool, "agent_id": event.agent_id}
    here = os.open(".", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return gate.ask(folder, event.name, codec.encode(told).encode(), WAIT_S)
    finally:
        os.fchdir(here)
        os.close(here)


def _reason(told: object) -> str:
    inner = told.get("hookSpecificOutput") if isinstance(told, dict) else None
    found = inner.get("permissionDecisionReason") if isinstance(inner, dict) else None
    found = found or (told.get("reason") if isinstance(told, dict) else None)
    return found if isinstance(found, str) and found else "the run refuses it"
