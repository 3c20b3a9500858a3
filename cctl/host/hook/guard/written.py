"""Write, then run: asks, once for each content, about a command that runs what this session has written."""

from __future__ import annotations

from cctl.core.hook import codec
from cctl.core.hook.remember import MANY
from cctl.core.hook.verdict import verdict
from cctl.core.hook.written import definitions, runs
from cctl.host.hook import files
from cctl.host.hook.places import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 60
EVENTS = ("PreToolUse", "PermissionRequest")
DEADLINE_MS = 40
SETTLES = False
LONGEST = 1 << 20  # bytes of a file; a longer one is a new content each time


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """An ask if the call would run a content that was written here and that no human has let run yet."""
    memory = case.memory
    many = MANY in memory.marks
    if so_far is None or so_far["decision"] not in ("allow", "ask") or not (memory.wrote or many):
        return None
    command = case.event.input.get("command")
    table = definitions((files.content(f"{PACKAGE}/data/definitions.tab") or b"").decode())
    paths, names = runs(case.effects, command if isinstance(command, str) else "", table)
    cwd = case.event.cwd
    full = [located(path, cwd) for path in paths]
    full += [f"{folder}/{name}" for name in names for folder in dict.fromkeys((cwd, case.project)) if folder]
    for path in full:
        if many or path in memory.wrote:
            content = fingerprint(path)
            if content and content not in memory.seen:
                case.asks.append(content)
    if case.asks and so_far["decision"] == "allow":
        return verdict("ask", "policy", "runs what was written in this session; asked once for each content",
                       policy=str(so_far["policy"]), layer="written")  # fmt: skip
    return None


def located(path: str, cwd: str) -> str:
    """A path of a call as an absolute one."""
    import posixpath  # noqa: PLC0415 -- loaded with `os`

    return posixpath.normpath(path if path.startswith("/") else f"{cwd}/{path}")


def fingerprint(path: str) -> str:
    """Which content a file has; "" when there is none to run."""
    try:
        found = files.content(path, LONGEST)
    except OSError:
        return f"{path}:{files.stamp(path)}"
    return "" if found is None else codec.digest(path, found.decode("latin-1"))
