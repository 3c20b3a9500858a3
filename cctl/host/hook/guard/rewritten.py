"""Hooks of others that rewrite a call after cctl has judged it: noticed when it is done, and from then on not trusted.

No client tells a hook what other hooks answered. So what has run is compared with what was judged; if it was something
graver, the human is told, and no later call of the session is allowed without asking.
"""

from __future__ import annotations

from cctl.core.hook import trace
from cctl.core.hook.remember import REWRITTEN
from cctl.core.hook.verdict import RANK, capped, verdict
from cctl.host.hook import files
from cctl.host.hook.judging import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 70
EVENTS = ("PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure")
DEADLINE_MS = 120
SETTLES = False
TAIL = 1 << 18


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """An ask in a session where calls are rewritten; a notice when this one was."""
    if case.event.name in ("PreToolUse", "PermissionRequest"):
        if REWRITTEN in case.memory.marks and so_far is not None and so_far["decision"] == "allow":
            return verdict("ask", "policy", "another hook rewrites calls after cctl has judged them", layer="rewritten")
        return None
    before = trace.found(files.tail(case.spool, TAIL), "call", case.event.call) if case.spool else None
    earlier = before.get("verdict") if before else None
    if before is None or not isinstance(earlier, dict) or before.get("digest") == case.digest:
        return None
    found = judged(case, capped(case.settings.text("brain.policy"), case.event.mode))
    if RANK[str(found["decision"])] <= RANK.get(str(earlier.get("decision")), 0):
        return None  # completed or corrected, by the client or its human
    case.rewritten = True
    reason = f"a call was changed after it was judged, and ran as something graver ({found['reason']})"
    return verdict("abstain", "self", reason, layer="rewritten", notice=True)
