"""Which files a call writes, as far as it plainly says so: edits, patches, and shell commands whose targets are known.

What a script does inside is not guessed. A word that the shell would still expand is no path, and a command that could
not be read in full tells only what was understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.shell.word import Simple, Word

SHELLS = frozenset({"Bash", "exec_command", "shell", "local_shell"})
_FIELDS = {
    "Edit": "file_path",
    "Write": "file_path",
    "MultiEdit": "file_path",
    "NotebookEdit": "notebook_path",
}
_PATCHED = pattern(r"^\*\*\* (Add|Update|Delete) File: (.+)$|^\*\*\* Move to: (.+)$", re.MULTILINE)
_MAY_WRITE = pattern(r">|\b(?:mv|cp|rm|sed|tee|touch|truncate|install|ln|dd|(?:apply_)?patch|git|perl|rename)\b")
_IN_PLACE = pattern(r"-[a-zA-Z]*i")
_MOST = 20  # files of one call
_LONGEST = 20_000  # characters of a command that are read


class Write(NamedTuple):
    """One file that a call writes."""

    path: str  # absolute where the folder is known
    how: str  # edit, write, delete, rename, shell


def writes(call: Record, cwd: object = None) -> list[Write]:
    """The files that a call writes in a folder, or in its own; none for what only reads, or does not say."""
    tool, given = call.get("tool"), call.get("input")
    if not isinstance(tool, str) or not isinstance(given, dict):
        return []
    cwd = cwd or call.get("cwd")
    base = cwd if isinstance(cwd, str) else ""
    if tool in _FIELDS:
        path = given.get(_FIELDS[tool])
        if not isinstance(path, str) or not _is_path(path):
            return []
        return [Write(_joined(base, path), "write" if tool == "Write" else "edit")]
    if tool == "apply_patch":
        text = given.get("input") or given.get("patch") or given.get("command") or given.get("value")
        return _patched(text, base) if isinstance(text, str) else []
    if tool in SHELLS:
        command = given.get("command") or given.get("cmd")
        workdir = given.get("workdir")
        folder = workdir if isinstance(workdir, str) and workdir else base
        return _of_command(command, folder) if isinstance(command, str) else []
    return []


def _patched(text: str, base: str) -> list[Write]:
    found = []
    for match in _PATCHED.finditer(text):
        path = (match[2] or match[3]).strip()
        how = "rename" if match[3] else "delete" if match[1] == "Delete" else "edit"
        if _is_path(path):
            found.append(Write(_joined(base, path), how))
    return found[:_MOST]


def _of_command(command: str, base: str) -> list[Write]:
    if len(command) > _LONGEST or not _MAY_WRITE.search(command):
        return []
    from cctl.core.shell.reader import read  # noqa: PLC0415 -- most calls write nothing by the shell

    found: dict[str, Write] = {}
    for simple in read(command, cwd=base or None, home=None).commands:
        if simple.words and simple.words[0].text == "apply_patch":  # its text is a here document of this command
            found |= {each.path: each for each in _patched(command, simple.cwd or "")}
        for path, how in _of_simple(simple):
            if _is_path(path):
                whole = _joined(simple.cwd or "", path)
                found.setdefault(whole, Write(whole, how))
    return [each for each in found.values() if not each.path.startswith("/dev/")][:_MOST]


def _of_simple(simple: Simple) -> list[tuple[str, str]]:
    found = [
        (redirect.target.text, "shell")
        for redirect in simple.redirects
        if redirect.target is not None
        and redirect.op in (">", ">>", ">|", "&>", "&>>", "<>")
        and _known(redirect.target)
    ]
    words = [word for word in simple.words if _known(word)]
    if len(words) != len(simple.words) or not words:
        return found  # some of it is only known when it runs
    name = words[0].text.rpartition("/")[2]
    plain = [word.text for word in words[1:] if not word.text.startswith("-") or word.quoted]
    flags = [word.text for word in words[1:] if word.text.startswith("-") and not word.quoted]
    return found + _by_name(name, plain, flags)


def _by_name(name: str, plain: list[str], flags: list[str]) -> list[tuple[str, str]]:
    if name in ("rm", "unlink", "shred"):
        return [(path, "delete") for path in plain]
    if name in ("touch", "truncate", "tee"):
        return [(path, "shell") for path in plain]
    if name == "mv" and len(plain) == 2:
        return [(plain[0], "rename"), (plain[1], "rename")]
    if name in ("cp", "install", "ln") and len(plain) == 2:
        return [(plain[1], "shell")]
    if name in ("sed", "perl") and any(_IN_PLACE.match(flag) or flag.startswith("--in-place") for flag in flags):
        given = sum(flag in ("-e", "-f") for flag in flags)  # each takes the next word as its script
        scripts = given or (0 if any(flag.startswith(("--expression", "-e")) for flag in flags) else 1)
        return [(path, "shell") for path in plain[scripts:]]
    if name == "git" and plain[:1] in (["mv"], ["rm"]):
        return [(path, "rename" if plain[0] == "mv" else "delete") for path in plain[1:]]
    if name == "git" and plain[:1] in (["checkout"], ["restore"]) and "--" in flags:
        return [(path, "shell") for path in plain[1:]]
    return []


def _known(word: Word) -> bool:
    return not word.dynamic and not word.glob


def _is_path(path: Any) -> bool:
    return isinstance(path, str) and 0 < len(path) <= 4096 and "\0" not in path and path not in ("-", ".", "/")


def _joined(base: str, path: str) -> str:
    """A path without `.` and `..`; links are not looked up, since this knows no disk."""
    whole = path if path.startswith("/") else f"{base}/{path}" if base else path
    parts: list[str] = []
    for part in whole.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return ("/" if whole.startswith("/") else "") + "/".join(parts)
