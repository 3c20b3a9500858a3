"""Budgets that are spent: of the session, the project, the day, the week, the block of five hours."""

from __future__ import annotations

from cctl.core.hook import codec
from cctl.core.hook.refusal import spent
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 20
EVENTS = ("PreToolUse", "PermissionRequest", "UserPromptSubmit")
DEADLINE_MS = 20
SETTLES = False
PERIODS = ("day", "week", "block")


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """A deny by the first budget that is spent."""
    folder = f"{case.places.state}/spend"
    paths = [f"{folder}/{period}.json" for period in PERIODS]
    if case.event.session:
        paths.append(f"{folder}/session/{case.event.session}.json")
    if case.project:
        paths.append(project_file(case.places.state, case.project))
    for path in paths:
        found = files.document(path)
        verdict = None if found is None else spent(found, case.now)
        if verdict is not None:
            return verdict
    return None


def project_file(state: str, project: str) -> str:
    """Where a project's budget is written for the hook."""
    return f"{state}/spend/project/{codec.digest('project', project)}.json"
