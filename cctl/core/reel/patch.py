"""What a call changed, as unified hunks: from the result when it tells, else computed from the call.

The film the project set out from showed all old lines as removed and all new ones as added. A reader wants to see what
changed, so edits without hunks get them from a real comparison of the two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cctl.records.pattern import pattern
from cctl.records.schema import Record

CONTEXT = 3
_MOST_LINES = 2000  # compared line by line; a longer text is shown as written


def patches(call: Mapping[str, Any], result: Mapping[str, Any]) -> list[Record]:
    """The files that a call changed: path, kind, added, removed, hunks."""
    told = result.get("patches")
    if isinstance(told, list) and told:
        return [_whole(each, call) for each in told if isinstance(each, dict)]
    given = call.get("input")
    return computed(given) if isinstance(given, dict) else []


def _whole(patch: Record, call: Mapping[str, Any]) -> Record:
    if patch.get("hunks"):
        return patch
    given = call.get("input")
    made = computed(given) if isinstance(given, dict) else []
    same = [each for each in made if each["path"] == patch.get("path")] or made[:1]
    return {**(same[0] if same else {}), **{key: each for key, each in patch.items() if key != "hunks"}}


def computed(given: Mapping[str, Any]) -> list[Record]:
    """Patches from the input of a call: an edit, several edits, a whole file, or a patch as text."""
    path = next((given[key] for key in ("file_path", "notebook_path", "path") if isinstance(given.get(key), str)), "")
    for key in ("patch", "input"):
        text = given.get(key)
        if isinstance(text, str) and "*** " in text:
            return list(from_text(text))
    edits = given.get("edits")
    if isinstance(edits, list):
        hunks = [hunk for each in edits if isinstance(each, dict) for hunk in _edit(each)]
        return [_patch(path, "update", hunks)] if hunks else []
    if isinstance(given.get("old_string"), str):
        return [_patch(path, "update", _edit(given))]
    for key in ("content", "new_source"):
        content = given.get(key)
        if isinstance(content, str):
            lines = [f"+{line}" for line in _lines(content)]
            return [_patch(path, "add", [_hunk(0, 0, 1, len(lines), lines)])]
    return []


def _edit(edit: Mapping[str, Any]) -> list[Record]:
    old, new = edit.get("old_string"), edit.get("new_string")
    return compared(old if isinstance(old, str) else "", new if isinstance(new, str) else "")


def compared(old: str, new: str) -> list[Record]:
    """The hunks that turn one text into the other; line numbers count from the start of the texts."""
    before, after = _lines(old), _lines(new)
    if max(len(before), len(after)) > _MOST_LINES:
        lines = [f"-{line}" for line in before] + [f"+{line}" for line in after]
        return [_hunk(1, len(before), 1, len(after), lines)]
    hunks = []
    from difflib import SequenceMatcher  # noqa: PLC0415 -- only a patch pays

    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT):
        lines = []
        for tag, a, b, c, d in group:
            if tag == "equal":
                lines += [f" {line}" for line in before[a:b]]
                continue
            lines += [f"-{line}" for line in before[a:b]] + [f"+{line}" for line in after[c:d]]
        first, last = group[0], group[-1]
        hunks.append(_hunk(first[1] + 1, last[2] - first[1], first[3] + 1, last[4] - first[3], lines))
    return hunks


_FILE = pattern(r"\*\*\* (Add|Update|Delete) File: (.+)")


def from_text(text: str) -> Iterable[Record]:
    """Patches written as `*** Update File: …` with `@@` hunks."""
    path, kind, hunks = "", "", []
    lines: list[str] = []

    def close() -> None:
        if lines:
            removed = sum(line[:1] != "+" for line in lines)
            added = sum(line[:1] != "-" for line in lines)
            hunks.append(_hunk(0, removed, 0, added, list(lines)))
            lines.clear()

    for line in [*text.split("\n"), "*** End of File"]:
        named = _FILE.match(line)
        if named or line.startswith("*** End"):
            close()
            if path:
                yield _patch(path, kind, hunks)
            hunks = []
            path, kind = (named[2].strip(), named[1].lower()) if named else ("", "")
        elif line.startswith("@@"):
            close()
        elif path and not line.startswith("*** ") and line[:1] in ("+", "-", " ", ""):
            lines.append(line or " ")


def counted(patch: Mapping[str, Any]) -> tuple[int, int]:
    """Lines added and removed."""
    added, removed = patch.get("added"), patch.get("removed")
    if isinstance(added, int) and isinstance(removed, int):
        return added, removed
    lines = [line for hunk in hunks_of(patch) for line in hunk["lines"]]
    return sum(line[:1] == "+" for line in lines), sum(line[:1] == "-" for line in lines)


def hunks_of(patch: Mapping[str, Any]) -> list[Record]:
    """The hunks that can be shown; what hands or hostile files made of them is left out."""
    found = patch.get("hunks")
    return [
        hunk
        for hunk in (found if isinstance(found, list) else [])
        if isinstance(hunk, dict)
        and isinstance(hunk.get("lines"), list)
        and all(isinstance(line, str) for line in hunk["lines"])
    ]


def _patch(path: str, kind: str, hunks: list[Record]) -> Record:
    patch: Record = {"path": path, "kind": kind, "hunks": hunks}
    patch["added"], patch["removed"] = counted(patch)
    return patch


def _hunk(old_start: int, old_lines: int, new_start: int, new_lines: int, lines: list[str]) -> Record:
    return {
        "old_start": old_start,
        "old_lines": old_lines,
        "new_start": new_start,
        "new_lines": new_lines,
        "lines": lines,
    }


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return lines
