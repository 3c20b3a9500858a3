"""What a shell command is about, as far as a history needs it: a test run, a commit, or just a command.

The shell reader takes the text apart, so that `cd a && FOO=1 pytest -q | tail` is a test run and `echo pytest` is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cctl.records.named import NamedTuple

_DEEP = 4  # launchers inside launchers: `timeout 60 uv run python -m pytest`


class About(NamedTuple):
    """What a command is about."""

    mark: str  # test, commit or ""
    text: str = ""  # of a commit: its message


class Runners:
    """The programs that run tests, as data."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.programs: Mapping[str, Sequence[str]] = data["programs"]
        self.scripts: frozenset[str] = frozenset(data["scripts"])
        self.runs: Mapping[str, str] = data["runs"]
        self._words = tuple(self.programs)

    def about(self, command: str) -> About:
        """What a command line is about; the first thing that counts decides."""
        if "commit" not in command and not any(word in command for word in self._words) and "/" not in command:
            return About("")
        from cctl.core.shell.reader import read  # noqa: PLC0415 -- 5 ms that only reading something new pays

        found = About("")
        for simple in read(command[:20_000], cwd=None, home=None).commands:
            words = [word.text for word in simple.words]
            if self.tests(words):
                return About("test")
            if not found.mark and (message := committed(words)) is not None:
                found = About("commit", message)
        return found

    def tests(self, words: Sequence[str], depth: int = 0) -> bool:
        """Whether a simple command runs tests, also behind launchers."""
        if not words or depth > _DEEP:
            return False
        name, rest = words[0].rpartition("/")[2], list(words[1:])
        if name in self.programs and self._matches(name, rest):
            return True
        if words[0] != name and name in self.scripts:
            return True  # ./test, bin/check
        if name not in self.runs:
            return False
        lead = self.runs[name]
        if lead == "#":
            rest = [word for word in rest if not word[:1].isdigit()]
        elif lead:
            if lead not in rest:
                return False
            rest = rest[rest.index(lead) + 1 :]
        while rest and (rest[0].startswith("-") or "=" in rest[0]):
            rest = rest[1:]
        if lead == "run" and rest and rest[0].partition(":")[0] in self.scripts:
            return True
        return self.tests(rest, depth + 1)

    def _matches(self, name: str, rest: Sequence[str]) -> bool:
        wanted = self.programs[name]
        if not wanted:
            return not {"--version", "--help", "--collect-only"} & set(rest)
        if name == "node":
            return "--test" in rest
        words = [word for word in rest if not word.startswith(("-", "+"))]
        return bool(words) and words[0].partition(":")[0] in wanted


def committed(words: Sequence[str]) -> str | None:
    """The message of a `git commit`, "" when it can't be told; None for any other command."""
    if not words or words[0].rpartition("/")[2] != "git" or "commit" not in words:
        return None
    before = words[1 : words.index("commit")]
    if any(not word.startswith("-") and "=" not in word and "/" not in word and word != "." for word in before):
        return None
    rest = words[words.index("commit") + 1 :]
    if "--dry-run" in rest:
        return None
    for place, word in enumerate(rest):
        if word.startswith("--message="):
            return word.partition("=")[2]
        if word == "--message" or (word.startswith("-") and not word.startswith("--") and word.endswith("m")):
            return rest[place + 1] if place + 1 < len(rest) else ""
    return ""
