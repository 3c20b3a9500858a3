"""From the settings as they are to the settings as they should be, and back; and what of it has drifted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cctl.core.wiring import edit
from cctl.core.wiring.edit import Edit, applied, put, root_of, style_of, take
from cctl.core.wiring.entry import ours
from cctl.core.wiring.text import Node, Unusable
from cctl.records.named import NamedTuple

Entries = Mapping[str, Mapping[str, Any]]


class Drift(NamedTuple):
    """One thing that isn't as it should be."""

    what: str
    event: str = ""


def wired(text: str, wanted: Entries) -> tuple[str, list[Edit]]:
    """The text with every entry put in, and the changes made; entries of ours that are there must be gone before."""
    edits: list[Edit] = []
    for event, entry in wanted.items():
        root = root_of(text)
        style = style_of(text, root)
        hooks = root.get("hooks")
        if hooks is None:
            change = put(text, root, {event: [entry]}, style, 0, "hooks")
        elif hooks.kind != "object":
            raise Unusable('"hooks" is no object')
        elif (listed := hooks.get(event)) is None:
            change = put(text, hooks, [entry], style, 1, event)
        elif listed.kind != "array":
            raise Unusable(f'"hooks.{event}" is no list')
        else:
            change = put(text, listed, entry, style, 2)
        text = applied(text, change)
        edits.append(change)
    return text, edits


def unwired(text: str, launcher: str = "") -> str:
    """The text without entries of ours; lists and objects that are empty then go, too."""
    while (change := _next(text, launcher)) is not None:
        text = applied(text, change)
    return text


def drifted(text: str, wanted: Entries, launcher: str) -> list[Drift]:
    """What stands in the way of the hook being called as it should be."""
    settings = json.loads(text.removeprefix("\ufeff"))
    if not isinstance(settings, dict):
        raise Unusable("settings are one object")
    found = []
    if settings.get("disableAllHooks") is True:
        found.append(Drift("hooks are switched off here (disableAllHooks)"))
    hooks = settings.get("hooks")
    hooks = hooks if isinstance(hooks, dict) else {}
    for event, entry in wanted.items():
        mine = [each for each in _entries(hooks.get(event)) if _ours_in(each, launcher)]
        if not mine:
            found.append(Drift("is not wired", event))
        elif entry not in mine:
            found.append(Drift(_difference(mine[0], entry), event))
        elif len(mine) > 1:
            found.append(Drift("is wired more than once", event))
    extra = [
        event for event in hooks if event not in wanted and any(_ours_in(e, launcher) for e in _entries(hooks[event]))
    ]
    return found + [Drift("is wired, but no longer used", event) for event in extra]


def _next(text: str, launcher: str) -> Edit | None:
    """The next thing to take out, the innermost first."""
    root = root_of(text)
    hooks = root.get("hooks")
    if hooks is None or hooks.kind != "object":
        return None
    for at, member in enumerate(hooks.members):
        if member.value.kind != "array":
            continue
        for place, item in enumerate(member.value.items):
            found = _in_entry(text, item, launcher)
            if found is None:
                continue
            if isinstance(found, Edit):
                return found
            if len(member.value.items) > 1:
                return take(text, member.value, place)
            if len(hooks.members) > 1:
                return take(text, hooks, at)
            return take(text, root, [each.key for each in root.members].index("hooks"))
    return None


def _in_entry(text: str, item: Node, launcher: str) -> Edit | bool | None:
    """A handler of ours to take out of an entry; True when the entry holds nothing else; None when it isn't ours."""
    handlers = item.get("hooks") if item.kind == "object" else None
    if handlers is None or handlers.kind != "array":
        return None
    mine = [at for at, each in enumerate(handlers.items) if ours(_read(text, each), launcher)]
    if not mine:
        return None
    return True if len(handlers.items) == 1 else take(text, handlers, mine[0])


def _read(text: str, node: Node) -> object:
    return json.loads(text[node.start : node.end])


def _entries(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _ours_in(entry: Mapping[str, Any], launcher: str) -> bool:
    handlers = entry.get("hooks")
    return isinstance(handlers, list) and any(ours(each, launcher) for each in handlers)


def _difference(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """What is different about an entry of ours, in words."""
    if found.get("matcher") != wanted.get("matcher"):
        return f"is wired for {found.get('matcher')!r} alone"
    handler: dict[str, Any] = next((each for each in found.get("hooks", ()) if ours(each)), {})
    for key, value in wanted["hooks"][0].items():
        if handler.get(key) != value:
            return f"has another {key}" if key in handler else f"lacks {key}"
    return "has something beside it" if len(found.get("hooks", ())) > 1 else "has keys that nobody put there"


undone = edit.undone
