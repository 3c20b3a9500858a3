"""What was refused to this session from outside: by `act`, by a supervisor, by its human."""

from __future__ import annotations

from cctl.core.hook.refusal import refused
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 10
EVENTS = ("PreToolUse", "PermissionRequest", "UserPromptSubmit")
DEADLINE_MS = 20
SETTLES = False
RUN = "CCTL_RUN"  # variable: the folder of the run whose keeper must be asked, too


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """A deny while the refusal holds."""
    event = case.event
    if (folder := case.env.get(RUN)) and event.agent == "codex":  # `claude` has a hook of the run beside this one
        from cctl.host.hook.keeper import refused as forbidden  # noqa: PLC0415 -- other sessions have no run to ask

        if (told := forbidden(case, folder)) is not None:
            return told
    if not event.session:
        return None
    found = files.document(f"{case.places.state}/deny/{event.session}.json")
    return None if found is None else refused(found, case.now, event.tool)
