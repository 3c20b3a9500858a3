"""Settings that change while a session runs: what weakens the gate is not taken over by the client.

The client asks before it takes a change over. What `init` wired must stay wired, hooks may not be switched off, and
what has power over the gate stays as it was when the session began. Whoever wants it otherwise starts a new session;
`cctl init --remove` takes the wiring back first.
"""

from __future__ import annotations

from cctl.core.hook.power import power, weakened
from cctl.core.hook.verdict import verdict
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 30
EVENTS = ("ConfigChange", "SessionStart")
DEADLINE_MS = 1000  # nothing waits for it, and a change that it can't judge in time is not taken over
SETTLES = False


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """A deny of a change; at a session's start a notice of what has drifted."""
    if case.event.name == "SessionStart":
        told = next((f"{path} {why}: run `cctl init --check`" for path, why in _weak(case)), "")
        return verdict("abstain", "self", told, layer="wiring", notice=True) if told else None
    path = case.event.given.get("file_path")
    if files.document(record(case)) is None:
        return None  # nothing is wired, or `init --remove` has just taken it back
    weak = next((f"{name} would {why}" for name, why in _weak(case)), "")
    if weak:
        return verdict("deny", "self", f"SELF {weak}", layer="wiring")
    if not isinstance(path, str):
        return None
    document = files.document(path)
    if isinstance(document, dict) and document.get("disableAllHooks") is True:
        return verdict("deny", "self", f"SELF {path} would switch all hooks off", layer="wiring")
    pinned = case.memory.pin.get("power")
    if isinstance(pinned, dict) and path in pinned and pinned[path] != power(document):
        told = f"{path} was changed in hooks, environment or modes while the session runs; a new session takes it over"
        return verdict("deny", "self", told, layer="wiring")
    return None


def record(case: Case) -> str:
    """Where `init` writes down what it wired."""
    return f"{case.places.state}/wiring/installed.json"


def settings_files(case: Case) -> list[str]:
    """The settings that count for a session, as far as they can be told."""
    found = [f"{case.places.home}/.claude/settings.json", *(path for path, _ in _wired(case))]
    if case.project:
        found += [f"{case.project}/.claude/{name}" for name in ("settings.json", "settings.local.json")]
    return list(dict.fromkeys(found))


def _weak(case: Case) -> Iterator[tuple[str, str]]:
    for path, commands in _wired(case):
        why = weakened(files.document(path), commands)
        if why:
            yield path, why


def _wired(case: Case) -> list[tuple[str, dict[str, object]]]:
    """What `init` wrote down: files of this agent with the command of each event."""
    written = files.document(record(case))
    listed = written.get("files") if isinstance(written, dict) else None
    found = []
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("agent") == case.event.agent:
            path, events = each.get("path"), each.get("events")
            if isinstance(path, str) and isinstance(events, dict):
                found.append((path, events))
    return found
