"""Which sessions a user means: by state, by what needs attention, by words, by project.

States and foci are accepted however they are spelt (`NeedsInput`, `needs-input`, `needs_input`).
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from cctl.records.named import NamedTuple
from cctl.records.schema import Record

STATES = ("processing", "needs_input", "waiting_input", "idle", "finished", "unknown")
FOCI = ("attention", "over-budget", "high-context", "unknown", "conflict")
_ALIASES = {"waiting": "waiting_input", "working": "processing", "done": "finished", "busy": "processing"}
_SEARCHED = ("name", "title", "project", "model", "cwd", "session", "branch")


class Selection(NamedTuple):
    """What was asked for; empty means everything."""

    states: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    search: str = ""
    projects: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()  # beginnings of ids
    context_ratio: float = 0.8
    budget_usd: float = 0.0

    def who(self, record: Record) -> bool:
        """Whether the session is one of those meant, whatever it is doing."""
        project, session = str(record.get("project") or ""), str(record.get("session") or "")
        if self.sessions and not session.startswith(self.sessions):
            return False
        if self.projects and not any(_is_project(project, wanted) for wanted in self.projects):
            return False
        words = self.search.lower()
        return not words or any(words in str(record.get(name) or "").lower() for name in _SEARCHED)

    def what(self, record: Record) -> bool:
        """Whether a session is doing what was asked for."""
        if self.states and record.get("state") not in self.states:
            return False
        return not self.focus or any(name in self.focus for name in foci(record, self.context_ratio, self.budget_usd))


def foci(record: Record, context_ratio: float, budget_usd: float) -> list[str]:
    """What of a session needs attention."""
    found = []
    if budget_usd > 0 and float(record.get("cost_usd") or 0) >= budget_usd:
        found.append("over-budget")
    if float(record.get("context_ratio") or 0) >= context_ratio:
        found.append("high-context")
    if record.get("state") == "unknown":
        found.append("unknown")
    if record.get("conflicts"):
        found.append("conflict")
    if found or record.get("state") == "needs_input":
        found.append("attention")
    return found


def state(word: str) -> str:
    """A state as records spell it; a ValueError names the choices."""
    return _choice(word, STATES, _ALIASES)


def focus(word: str) -> str:
    """A focus as it is spelt here; a ValueError names the choices."""
    return _choice(word, FOCI, {})


def states(words: Iterable[str]) -> frozenset[str]:
    """Several states, also separated by commas."""
    return frozenset(state(each) for word in words for each in word.split(",") if each.strip())


def _choice(word: str, choices: tuple[str, ...], aliases: dict[str, str]) -> str:
    bare = _bare(word)
    for choice in choices:
        if _bare(choice) == bare:
            return choice
    if bare in aliases:
        return aliases[bare]
    raise ValueError(f"{word!r} is none of {', '.join(choices)}")


def _bare(word: str) -> str:
    return "".join(char for char in word.lower() if char.isalpha())


def _is_project(project: str, wanted: str) -> bool:
    if any(char in wanted for char in "*?["):
        return fnmatchcase(project, wanted) or fnmatchcase(project.rpartition("/")[2], wanted)
    return wanted.rstrip("/") in (project.rstrip("/"), project.rstrip("/").rpartition("/")[2])
