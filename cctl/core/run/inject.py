"""The hook that asks a run's keeper before each call, as settings of that one client process.

Nothing of the user's own settings is touched: the file is named on the command line (`--settings`), lives in the run's
folder and ends with it. A `--settings` that the command line has already is taken up into it, because the client reads
only one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

EVENTS: Final = ("PreToolUse", "UserPromptSubmit")
TIMEOUT_S: Final = 30  # longer than the keeper waits for the record of a call
_NO_HOOKS: Final = ("--bare", "--safe-mode")


def settings(command: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that hold what was given and have `command` (which takes the event as last word) asked."""
    hooks = given.get("hooks")
    found: dict[str, Any] = dict(hooks) if isinstance(hooks, Mapping) else {}
    for event in EVENTS:
        handler = {"type": "command", "command": f"{command} {event}", "timeout": TIMEOUT_S, "onFailure": "block"}
        before = found.get(event)
        matcher = {"matcher": "*"} if event == "PreToolUse" else {}
        found[event] = [*(before if isinstance(before, list) else ()), {**matcher, "hooks": [handler]}]
    return {**given, "hooks": found}


def given_settings(argv: Sequence[str]) -> str:
    """The value of the command line's last `--settings`, "" without one."""
    found = ""
    for at, word in enumerate(argv):
        if word == "--":
            break
        if word == "--settings" and at + 1 < len(argv):
            found = argv[at + 1]
        elif word.startswith("--settings="):
            found = word.partition("=")[2]
    return found


def with_settings(argv: Sequence[str], path: str) -> list[str]:
    """The command line with this file as its only `--settings`."""
    found: list[str] = []
    skip = False
    for at, word in enumerate(argv[1:], 1):
        if word == "--":
            found += argv[at:]
            break
        if skip or word.startswith("--settings="):
            skip = False
        elif word == "--settings":
            skip = True
        else:
            found.append(word)
    return [argv[0], "--settings", path, *found]


def runs_hooks(argv: Sequence[str], given: Mapping[str, Any]) -> bool:
    """Whether a client that is started so runs hooks at all."""
    words = argv[: argv.index("--")] if "--" in argv else argv
    return not any(word in _NO_HOOKS for word in words) and given.get("disableAllHooks") is not True
