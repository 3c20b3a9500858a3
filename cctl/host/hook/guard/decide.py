"""The judgement itself: what the call would do, under the policy that holds, with what the user has ruled.

A call is judged once. When its dialog comes up, the verdict of before counts: what was allowed and is asked about all
the same is asked by the user's own settings or another hook, and those are not overruled. Codex is told of an allow by
silence, so there the dialog is where it takes effect.
"""

from __future__ import annotations

from cctl.core.hook import trace
from cctl.core.hook.verdict import capped, verdict
from cctl.host.hook import files
from cctl.host.hook.judging import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 50
EVENTS = ("PreToolUse", "PermissionRequest")
DEADLINE_MS = 120
SETTLES = False
TAIL = 1 << 18  # bytes of the spool in which the same call is looked for


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """The verdict."""
    policy = capped(case.settings.text("brain.policy"), case.event.mode)
    if case.event.name == "PermissionRequest":
        case.before = trace.found(files.tail(case.spool, TAIL), "digest", case.digest) if case.spool else None
        before = case.before.get("verdict") if case.before else None
        if isinstance(before, dict):
            return _again(case, str(before.get("decision")), policy)
    found = judged(case, policy)
    if case.event.name == "PermissionRequest" and found["decision"] == "allow" and not _writable(case):
        return verdict("ask", "default", "whether it was asked about before can't be told", policy=policy)
    return found


def _again(case: Case, decision: str, policy: str) -> Verdict:
    if decision == "deny":
        return verdict("deny", "policy", "it was refused before", policy=policy, layer="before")
    if decision == "allow" and case.event.agent == "codex":
        return verdict("allow", "policy", "it was allowed before", policy=policy, layer="before")
    return verdict("ask", "policy", "a human is asked, by settings or by cctl", policy=policy, layer="before")


def _writable(case: Case) -> bool:
    """Whether earlier events could be written down: on a full disk nothing is known of them."""
    return not case.spool or files.append(case.spool, b"\n")
