"""Self-protection by words alone: whatever the judgement makes of a program, none is pointed at cctl or round it."""

from __future__ import annotations

import os
import sys

from cctl.core.hook.patch import targets
from cctl.core.hook.reach import changed, reached
from cctl.core.hook.verdict import verdict
from cctl.core.hook.ways import around, said
from cctl.core.rule.unit import units
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.hook.verdict import Verdict
    from cctl.core.rule.unit import Unit
    from cctl.host.hook.case import Case

    Found = tuple[str, str]

ORDER = 55
EVENTS = ("PreToolUse", "PermissionRequest")
DEADLINE_MS = 40
SETTLES = False
LIBRARY = os.path.dirname(os.__file__)  # noqa: PTH120 -- pathlib costs 9 ms, more than the verdict
PYTHON = os.path.realpath(sys.executable)
PATCHED = 1000  # names in a patch that are remembered as written
LONGEST = 1 << 20  # bytes of a patch; what is in a longer one can't be told


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """The gravest thing that a word says."""
    if case.survey is None:
        return None
    worst: Found | None = None
    for found in _all(case):
        if found is not None and (worst is None or found[0] == "deny"):
            worst = found
        if worst is not None and worst[0] == "deny":
            break
    return None if worst is None else verdict(worst[0], "self", f"SELF {worst[1]}", layer="reach", effects=["SELF"])


def _all(case: Case) -> Iterator[Found | None]:
    survey, project = case.survey, case.project
    assert survey is not None  # asked before
    own = case.places.own(project)
    settings = [f"{each}/{name}" for each in (case.places.home, project) if each for name in (".claude", ".codex")]
    wired = (*settings, LIBRARY, PYTHON)
    for unit in units(survey):
        if unit.words:
            yield reached(unit, survey.ground, own, wired)
            yield around(unit)
            yield _patched(case, unit)
        elif unit.effects:
            yield around(unit)
        yield changed(unit, survey.ground, LIBRARY, PYTHON)
    command = case.event.input.get("command")
    if isinstance(command, str) and not case.places.inside(project):
        yield said(command)


def _patched(case: Case, unit: Unit) -> Found | None:
    """What a patch would write to, as far as it can be read now."""
    words = [word.text for word in unit.words]
    if unit.program != "patch" and words[1:2] not in (["apply"], ["am"]):
        return None
    given = [*words[1:], *(what for code, what, _, _ in unit.effects if code.startswith("READ"))]
    ground, survey = unit.cwd or case.event.cwd, case.survey
    assert survey is not None  # asked before
    for name in dict.fromkeys(each.rpartition("=")[2] for each in given):
        path = name if name.startswith("/") else f"{ground}/{name}"
        try:
            text = files.content(path, LONGEST)
        except OSError:
            continue  # a folder, or too long
        for target in targets(text or b""):
            path = f"{ground}/{target}"
            if survey.ground.place(path) in ("cctl-self", "agent-config"):
                return "deny", f"the patch changes {target}"
            if len(case.patched) < PATCHED and os.path.isdir(path.rpartition("/")[0]):  # noqa: PTH112 -- as above
                case.patched.append(path)
    return None
