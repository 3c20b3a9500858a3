"""What the log of decisions holds: one line for each thing that happened to a call, and nothing secret.

A decision keeps its call in a form that judges alike: texts that a file tool writes are left out, long ones are cut,
and what may be a secret is redacted. Whoever writes it down judges that form again; only if the verdict is the same
does the line say `exact`, and only such lines are replayed.
"""

from __future__ import annotations

from cctl.core.brain.plain import surely_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Event = dict[str, object]
    Hide = Callable[[str], str]

LONGEST = 2000  # characters of one text
MOST_KEYS = 24
DEEPEST = 4
# What a tool writes or says to a model: no verdict hangs on it but for a payload, and it may be long and private.
CONTENT = frozenset((
    "content", "old_string", "new_string", "new_source", "edits", "prompt", "todos", "plan", "questions",
))  # fmt: skip
KINDS = (
    "decision", "dialog", "opinion", "outcome", "rejected", "interrupted", "correction", "implied", "certificate",
    "config", "forget",
)  # fmt: skip


class Kept:
    """A form of an input that may be written down."""

    __slots__ = ("_hide", "changed", "input")

    def __init__(self, given: object, hide: Hide) -> None:
        self._hide = hide
        self.changed = False
        self.input = self._value(given, 0)

    def _value(self, value: object, depth: int) -> object:
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if depth >= DEEPEST or not isinstance(value, dict | list):
            self.changed = True
            return ""
        if isinstance(value, list):
            self.changed |= len(value) > MOST_KEYS
            return [self._value(each, depth + 1) for each in value[:MOST_KEYS]]
        self.changed |= len(value) > MOST_KEYS
        made: dict[str, object] = {}
        for key in list(value)[:MOST_KEYS]:
            if key in CONTENT and value[key]:
                self.changed = True
                made[key] = [] if isinstance(value[key], list) else ""
            else:
                made[self._text(str(key))] = self._value(value[key], depth + 1)
        return made

    def _text(self, text: str) -> str:
        if len(text) > LONGEST:
            self.changed = True
            text = text[:LONGEST]
        if surely_plain(text):
            return text
        hidden = self._hide(text)
        self.changed |= hidden != text
        return hidden


def decision(call: Mapping[str, object], facts: Mapping[str, object], **told: object) -> Event:
    """A decision; `told` holds input, exact, verdict, sign and what else was known."""
    event: Event = {"event": "decision"}
    for name in ("id", "session", "agent", "tool"):
        value = call.get(name)
        if isinstance(value, str) and value:
            event[name] = value[:200]
    event["cwd"] = call.get("cwd")
    event["facts"] = facts
    return event | told


def happened(kind: str, call: str, session: str, **told: object) -> Event:
    """Anything else that happened to a call: `dialog`, `outcome` {failed, ms}, `rejected` {by, said}, `correction`."""
    return {"event": kind, "call": call[:200], "session": session[:200], **told}
