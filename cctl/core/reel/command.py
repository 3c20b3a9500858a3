"""What a shell command is to a viewer: a test run, a check, a commit, a look around, or work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

SHELLS = frozenset(("Bash", "shell", "exec_command", "local_shell", "PowerShell", "run_terminal_cmd"))

_LEADING = frozenset(
    (
        *("sudo", "time", "nice", "env", "command", "exec", "xvfb-run", "dotenv", "run", "timeout"),
        *("uv", "poetry", "pipenv", "pdm", "hatch", "rye", "npx", "pnpx", "bunx"),
    )
)


class Command(NamedTuple):
    """A command line and what it is."""

    line: str
    kind: str  # test, check, commit, trivial, ""
    key: str  # runs with the same key are tries at the same thing


def read(given: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Command:
    """The command of a shell call."""
    line = command_line(given)
    heads = [_head(part) for part in _parts(line)]
    kinds = [_kind(head, classes) for head in heads]
    for kind in ("commit", "test", "check"):
        if kind in kinds:
            key = kind if kind == "test" else " ".join(heads[kinds.index(kind)][:2])
            return Command(line, kind, key)
    worth = [head for head, kind in zip(heads, kinds, strict=True) if kind != "trivial"]
    if not worth:
        return Command(line, "trivial", " ".join((heads or [[]])[0][:2]))
    return Command(line, "", " ".join(worth[0][:2]))


def command_line(given: Mapping[str, Any]) -> str:
    """The command as typed, from any of the shapes that clients use."""
    for key in ("command", "cmd", "script"):
        value = given.get(key)
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            wrapped = (
                len(value) >= 3 and value[0].rpartition("/")[2] in ("bash", "sh", "zsh") and value[1].startswith("-")
            )
            return str(value[2]).strip() if wrapped else " ".join(value)
    return ""


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(r"&&|\|\||[;|\n]|(?<!>)&(?!>)")


def _parts(line: str) -> list[str]:
    return [part for part in _joints().split(line[:2000]) if part.strip()][:12]


def _head(part: str) -> list[str]:
    words = [word.strip("\"'()") for word in part.split()]
    while words and ("=" in words[0] or words[0] in _LEADING or not words[0]):
        words = words[2:] if words[0] == "timeout" else words[1:]
    if not words:
        return []
    first = words[0].rpartition("/")[2] or words[0]
    rest = [word for word in words[1:] if not word.startswith("-")]
    if re.fullmatch(r"python[\d.]*|py", first) and "-m" in words:
        return [words[min(words.index("-m") + 1, len(words) - 1)], *rest[1:]]
    if re.fullmatch(r"python[\d.]*|py|node|ruby|bash|sh", first) and rest and "/" in rest[0] + "/":
        return [rest[0].rpartition("/")[2], *rest[1:]]
    return [first, *rest]


def _kind(head: list[str], classes: Mapping[str, frozenset[str]]) -> str:
    if not head:
        return "trivial"
    if head[:2] == ["git", "commit"]:
        return "commit"
    names = (head[0], " ".join(head[:2]), " ".join(head[:3]))
    for kind in ("test", "check", "trivial"):
        if any(name in classes.get(kind, ()) for name in names):
            return kind
    return ""


_COMMITTED = pattern(r"^\[(?P<branch>[^\]\s]+)(?: \(root-commit\))? (?P<sha>[0-9a-f]{7,40})\] (?P<subject>.*)$", re.M)


def committed(text: str) -> tuple[str, str] | None:
    """Short hash and subject, from what `git commit` prints; None when it made none."""
    found = _COMMITTED.search(text)
    return (found["sha"][:9], found["subject"].strip()) if found else None
