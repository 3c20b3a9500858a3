"""A configuration with mistakes in it: nobody knows what was meant, so nothing is allowed unasked."""

from __future__ import annotations

from cctl.core.hook.verdict import verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 80
EVENTS = ("PreToolUse", "PermissionRequest")
DEADLINE_MS = 100
SETTLES = False


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """An ask that names the first mistake."""
    problem = case.settings.problem
    if not problem or so_far is None or so_far["decision"] == "deny":
        return None
    return verdict("ask", "error", problem, policy=str(so_far["policy"]), layer="trouble")
