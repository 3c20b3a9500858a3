"""Putting members and items into a JSON text and taking them out again, in the text's own style.

What is put in can be taken out to the byte: the white space of an empty object, too, comes back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cctl.core.wiring.text import Node, Unusable, parse
from cctl.records.named import NamedTuple


class Style(NamedTuple):
    """How a text is written."""

    newline: str  # "" for a text on one line
    unit: str  # one step of indentation

    @property
    def colon(self) -> str:
        """Between a key and its value."""
        return ": " if self.newline else ":"


def style_of(text: str, root: Node) -> Style:
    """The style of a text, from its outermost object."""
    newline = "\r\n" if "\r\n" in text else "\n"
    parts = root.parts()
    if not parts:
        return Style(newline, "  ")
    lead = text[root.start + 1 : parts[0][0]]
    if "\n" not in lead:
        return Style("", "")
    return Style(newline, lead.rpartition("\n")[2] or "  ")


class Edit(NamedTuple):
    """One change: at a place, these characters go and those come."""

    at: int
    gone: str
    come: str


def applied(text: str, edit: Edit) -> str:
    """The text with a change made."""
    return text[: edit.at] + edit.come + text[edit.at + len(edit.gone) :]


def undone(text: str, edits: list[Edit]) -> str | None:
    """The text as it was before some changes; None when it isn't the text that they made."""
    for edit in reversed(edits):
        if text[edit.at : edit.at + len(edit.come)] != edit.come:
            return None
        text = text[: edit.at] + edit.gone + text[edit.at + len(edit.come) :]
    return text


def put(text: str, holder: Node, value: Any, style: Style, depth: int, key: str = "") -> Edit:
    """Put a value at the end of an object (with its key) or array that stands at a depth."""
    head = _name(key) + style.colon if key else ""
    inside = style.newline + style.unit * (depth + 1) if style.newline else ""
    piece = head + written(value, style, depth + 1)
    parts = holder.parts()
    if parts:
        first = text[holder.start + 1 : parts[0][0]]
        indent = style.newline + first.rpartition("\n")[2] if "\n" in first else " " if style.newline else ""
        return Edit(parts[-1][1], "", "," + indent + piece)
    closing = style.newline + style.unit * depth if style.newline else ""
    return Edit(holder.start + 1, text[holder.start + 1 : holder.end - 1], inside + piece + closing)


def take(text: str, holder: Node, index: int) -> Edit:
    """Take a member or item out, with its comma and the space around it."""
    parts = holder.parts()
    start, end = parts[index]
    if len(parts) == 1:
        start, end = holder.start + 1, holder.end - 1
    elif index:
        start = parts[index - 1][1]
    else:
        end = parts[1][0]
    return Edit(start, text[start:end], "")


def written(value: Any, style: Style, depth: int) -> str:
    """A value in the style of a text, as it stands at a depth."""
    if not style.newline:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, Mapping) and value:
        inner = [f"{_name(key)}: {written(each, style, depth + 1)}" for key, each in value.items()]
        return _block("{", inner, "}", style, depth)
    if isinstance(value, list | tuple) and value:
        return _block("[", [written(each, style, depth + 1) for each in value], "]", style, depth)
    return json.dumps(value, ensure_ascii=False)


def _block(opening: str, parts: list[str], closing: str, style: Style, depth: int) -> str:
    lead = style.newline + style.unit * (depth + 1)
    return opening + lead + ("," + lead).join(parts) + style.newline + style.unit * depth + closing


def root_of(text: str) -> Node:
    """The outermost object of settings."""
    root = parse(text)
    if root.kind != "object":
        raise Unusable("line 1, column 1: settings are one object")
    return root


def _name(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)
