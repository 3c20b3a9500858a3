"""Files that a patch changed, from what the client noted or, where it noted nothing, from the patch itself."""

from __future__ import annotations

from typing import Any, Final

from cctl.records.schema import Record

_VERBS: Final = {"*** Add File: ": "create", "*** Update File: ": "update", "*** Delete File: ": "delete"}
_LINES: Final = 400  # of a patch that a record holds
_LINE: Final = 2000  # characters of one
_MOVE: Final = "*** Move to: "


def changed(changes: object) -> list[Record] | None:
    """The patches in a map from path to change; None when there is no such map."""
    if not isinstance(changes, dict):
        return None
    return [_change(path, change) for path, change in changes.items() if isinstance(change, dict)]


def asked_for(text: object) -> list[Record]:
    """The patches that the text of an `apply_patch` asks for; it holds no line numbers, hence no hunks."""
    patches: list[Record] = []
    for line in text.split("\n") if isinstance(text, str) else ():
        verb = next((verb for verb in _VERBS if line.startswith(verb)), None)
        if verb:
            patches.append(_patch(line.removeprefix(verb), _VERBS[verb], 0, 0, []))
        elif patches and line.startswith(_MOVE):
            patches[-1]["to"] = line.removeprefix(_MOVE)
        elif patches and line.startswith(("+", "-")):
            patches[-1]["added" if line[0] == "+" else "removed"] += 1
    return patches


def _change(path: str, change: dict[str, Any]) -> Record:
    kind = change.get("type")
    if not isinstance(kind, str):  # older: {"update": {"unified_diff": …}}
        kind, inner = next(iter(change.items()), ("update", {}))
        change = inner if isinstance(inner, dict) else {}
    diff, to = change.get("unified_diff"), change.get("move_path")
    hunks = _hunks(diff) if isinstance(diff, str) else _whole(change.get("content"), kind)
    lines = [line for hunk in hunks for line in hunk["lines"]]
    added, removed = (sum(line.startswith(mark) for line in lines) for mark in "+-")
    patch = _patch(path, "create" if kind == "add" else kind, added, removed, _cut(hunks))
    if isinstance(to, str):
        patch["to"] = to
    if len(lines) > _LINES:
        patch["cut"] = True
    return patch


def _patch(path: str, kind: str, added: int, removed: int, hunks: list[Record]) -> Record:
    return {"path": path, "kind": kind, "added": added, "removed": removed, "hunks": hunks}


def _cut(hunks: list[Record]) -> list[Record]:
    kept, room = [], _LINES
    for hunk in hunks:
        if room > 0:
            kept.append({**hunk, "lines": [line[:_LINE] for line in hunk["lines"][:room]]})
        room -= len(hunk["lines"])
    return kept


def _hunks(diff: str) -> list[Record]:
    hunks: list[Record] = []
    for line in diff.removesuffix("\n").split("\n"):
        if line.startswith("@@ "):
            hunks.append(_hunk(*_ranges(line), []))
        elif hunks and line[:1] in ("+", "-", " "):  # a file's name stands above the first hunk
            hunks[-1]["lines"].append(line)
    return hunks


def _whole(content: object, kind: str) -> list[Record]:
    if not isinstance(content, str) or not content:
        return []
    lines = content.removesuffix("\n").split("\n")
    if kind == "delete":
        return [_hunk(1, len(lines), 0, 0, [f"-{line}" for line in lines])]
    return [_hunk(0, 0, 1, len(lines), [f"+{line}" for line in lines])]


def _hunk(old_start: int, old_lines: int, new_start: int, new_lines: int, lines: list[str]) -> Record:
    return {
        "old_start": old_start,
        "old_lines": old_lines,
        "new_start": new_start,
        "new_lines": new_lines,
        "lines": lines,
    }


def _ranges(header: str) -> tuple[int, int, int, int]:
    """The numbers of `@@ -1,2 +3 @@`; a missing count is one."""
    old = new = (0, 0)
    for word in header.split(" ")[1:3]:
        start, _, count = word[1:].partition(",")
        if start.isdecimal() and (not count or count.isdecimal()) and len(word) < 24:
            pair = (int(start), int(count or 1))
            old, new = (pair, new) if word[0] == "-" else (old, pair)
    return (*old, *new)
