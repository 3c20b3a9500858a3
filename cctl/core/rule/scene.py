"""What rules may look at: the call, its programs, and what is known of its session.

What is not known matches nothing, and is remembered by name: a rule about the cost of a session can't hold where nobody
told the cost, and `rules explain` says so.
"""

from __future__ import annotations

from cctl.core.effect.tool import SHELLS
from cctl.core.rule.unit import Unit, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.effect.survey import Survey


class Scene:
    """One call for one pass of rules."""

    __slots__ = ("call", "facts", "home", "lower", "plain", "project", "session", "text", "tool", "units", "unknown")

    def __init__(
        self, call: Mapping[str, object], facts: Mapping[str, object], session: Mapping[str, object], survey: Survey
    ) -> None:
        self.call = call
        self.facts = facts
        self.session = session
        self.units: list[Unit] = units(survey)
        self.home = survey.ground.home
        self.project = survey.ground.project
        self.unknown: set[str] = set()
        tool = call.get("tool")
        self.tool = tool if isinstance(tool, str) else ""
        self.text = _text(call.get("input")) if self.tool in SHELLS else None
        self.lower = self.text.lower() if self.text is not None else ""
        self.plain = " ".join(self.lower.split())

    def projects(self) -> list[str]:
        """What the project is called: the name of its folder, and of its session."""
        found = []
        folder = self.project or self.call.get("project") or self.facts.get("project")
        if isinstance(folder, str) and folder.strip("/"):
            found += [folder.rstrip("/").rpartition("/")[2], folder]
        for name in (self.session.get("name"), self.session.get("project_name")):
            if isinstance(name, str) and name:
                found.append(name)
        return found

    def known(self, name: str) -> object:
        """A fact about the session, from the call's facts or the stream; None, and noted, when nobody told it."""
        for place in (self.facts, self.session, self.call):
            value = place.get(name)
            if value is not None:
                return value
        self.unknown.add(name)
        return None


def _text(given: object) -> str | None:
    """The text of a shell call; words that no shell reads are joined."""
    if not isinstance(given, dict):
        return None
    value = given.get("command", given.get("cmd", given.get("input")))
    if isinstance(value, list):
        value = " ".join(word for word in value if isinstance(word, str))
    return value if isinstance(value, str) else None
