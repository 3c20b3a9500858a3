"""Self-protection beyond what the judgement sees: every tool, and every mention.

The judgement knows the paths of shell commands and of the agent's own file tools. Here the arguments of all other tools
are looked at, and a command whose text names cctl's folders without being understood to touch them is asked about, as
is one that installs or removes cctl.
"""

from __future__ import annotations

from cctl.core.effect.path import Ground, Names, normal
from cctl.core.effect.tool import KEYS, SHELLS
from cctl.core.hook.verdict import verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 40
EVENTS = ("PreToolUse", "PermissionRequest")
DEADLINE_MS = 40
SETTLES = False
LONGEST = 4096  # characters of an argument that may be a path
_OURS = ("cctl-self", "agent-config")
JUDGED = ("Read", "Write", "Edit", "MultiEdit", "NotebookEdit", "NotebookRead", "Grep", "Glob", "LS")
_PATHS = ("path", "url", "filePath", "file_path", "notebook_path", "directory", "uri", "cwd", "workdir", "image_path")
_INSTALLERS = (
    *("pip", "pip3", "pipx", "uv", "uvx", "poetry", "pdm", "conda", "mamba"),
    *("brew", "apt", "apt-get", "dnf", "nix", "npm"),
)


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """A deny for a tool that is pointed at cctl or its wiring, an ask for a command that mentions it."""
    tool = case.event.tool
    if tool in SHELLS or tool == "apply_patch":
        return _mentioned(case)
    if tool in JUDGED:
        return None
    facts = case.facts
    ground = Ground(facts, Names(case.table), case.event.cwd or None, case.resolve)
    known = tool in KEYS and not tool.startswith("mcp__")  # whose other texts are for people and models
    given = {key: each for key, each in case.event.input.items() if not known or key in _PATHS}
    for text in texts(given):
        if _pointed(text, ground, case):
            return verdict("deny", "self", f"SELF {tool} is pointed at cctl or at how the agent is wired to it",
                           effects=["SELF"])  # fmt: skip
    return None


def texts(value: object, deep: int = 0) -> Iterator[str]:
    """Every text in an input, keys and values."""
    if isinstance(value, str):
        yield value
    elif deep < 32 and isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(key, deep + 1)
            yield from texts(inner, deep + 1)
    elif deep < 32 and isinstance(value, list):
        for inner in value:
            yield from texts(inner, deep + 1)


def _pointed(text: str, ground: Ground, case: Case) -> bool:
    if len(text) > LONGEST or "\n" in text or "\0" in text:
        return _names(text, case)
    path = text.removeprefix("file://")
    return ("/" in path or path[:1] in "~.") and ground.place(normal(path, ground.cwd, ground.home)) in _OURS


def _mentioned(case: Case) -> Verdict | None:
    text = "\n".join(texts(case.event.input))
    words = text.replace('"', " ").replace("'", " ").replace("=", " ").split()
    if "cctl" in words and any(word.rpartition("/")[2] in _INSTALLERS for word in words):
        return verdict("ask", "self", "SELF installs or removes cctl", effects=["SELF"])
    if _names(text, case):
        return verdict("ask", "self", "SELF names a folder of cctl", effects=["SELF"])
    return None


def _names(text: str, case: Case) -> bool:
    low = text.lower()
    home = case.places.home.rstrip("/")
    for own in case.places.own(case.project):
        # Below the home the rest of the path is enough: however a text comes by the home, it ends like this.
        form = own[len(home) + 1 :] if own.startswith(home + "/") else own
        if form.lower() in low:
            return True
    return False
