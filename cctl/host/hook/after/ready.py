"""Makes ready what calls will need: settings and rules are compiled when a session starts, not while a call waits.

On a slow machine the first call after a change of the rules can run out of time over them; what it began is then
finished here, so that the next call finds it done.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 90
EVENTS = ("SessionStart", "PreToolUse")
MOST_MS = 3000


def note(case: Case, verdict: Verdict | None) -> None:
    """Compile what has changed."""
    late = verdict is not None and verdict.get("by") == "deadline"
    if case.event.name != "SessionStart" and not late:
        return
    if case.watch is not None:
        case.watch.longer(MOST_MS)
    from cctl.host.hook.judging import judged, rule_places  # noqa: PLC0415 -- most calls find everything ready
    from cctl.host.rules_file import load  # noqa: PLC0415 -- as above

    load(rule_places(case))
    if not case.event.tool:
        judged(case, case.settings.text("brain.policy"))
