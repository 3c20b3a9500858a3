"""The guards one after the other, each within its own time, and the notes after them.

A guard that is too slow, or falls over, counts as an ask and the chain goes on: another may still deny. The first deny
ends it. What has been found so far is also what is said should the whole time run out.
"""

from __future__ import annotations

from cctl.core.hook.verdict import joined, verdict
from cctl.host.hook.table import GUARDS, NOTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case
    from cctl.launch import Watch


def judged(case: Case, watch: Watch | None) -> Verdict | None:
    """What the guards say together; None when none has a word."""
    found: Verdict | None = None
    for name, events, deadline_ms, settles in GUARDS:
        if case.event.name in events:
            said = _asked(name, deadline_ms, case, found, watch)
            found = joined(found, said, settles=settles)
            if found is not None and found["decision"] == "deny":
                break
    return found


def noted(case: Case, found: Verdict | None) -> None:
    """Leave behind what the notes write; none of them can take another's place."""
    for name, events in NOTES:
        if case.event.name in events or "*" in events:
            try:
                __import__(f"cctl.host.hook.after.{name}", fromlist=["note"]).note(case, found)
            except Exception:  # the answer is out; a note that fails is only missed
                continue


def _asked(name: str, deadline_ms: int, case: Case, so_far: Verdict | None, watch: Watch | None) -> Verdict | None:
    if watch is None:
        return _looked(name, case, so_far)
    try:
        deadline_ms = watch.within(deadline_ms)
        found = _looked(name, case, so_far)
        watch.freely()
    except watch.late:
        found = verdict(case.on_error, "deadline", f"{name} took over {deadline_ms} ms", layer=name)
    return found


def _looked(name: str, case: Case, so_far: Verdict | None) -> Verdict | None:
    try:
        guard = __import__(f"cctl.host.hook.guard.{name}", fromlist=["look"])
        found: Verdict | None = guard.look(case, so_far)
    except Exception as problem:  # a guard that falls over must not open the gate
        told = str(problem) if hasattr(problem, "hint") else type(problem).__name__  # ours are written for people
        found = verdict(case.on_error, "error", f"{name} could not judge: {told}", layer=name)
    return found
