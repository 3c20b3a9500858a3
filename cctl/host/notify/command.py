"""The user's own command: the record on its standard input, its main fields in the environment, nothing in its words.

A command line into which names are pasted runs whatever a folder happens to be called. So the words are the user's
alone, and what comes from agents stands where no shell looks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from cctl.core.notify.message import Message
from cctl.records import codec
from cctl.records.schema import Record

TIMEOUT_S = 10.0
_FIELDS = (
    "type",
    "session",
    "agent",
    "project",
    "cwd",
    "state",
    "check",
    "severity",
    "action",
    "status",
    "id",
    "change",
)
_LONGEST = 2000


class Command:
    """One command."""

    name = "command"

    def __init__(self, words: Sequence[str], env: Mapping[str, str], timeout_s: float = TIMEOUT_S) -> None:
        self._words, self._env, self._timeout_s = list(words), dict(env), timeout_s

    def send(self, told: Message, record: Record) -> str:
        """Run it; "" when it went well, else why not."""
        import subprocess  # noqa: PLC0415 -- 2 ms that only a command pays

        try:
            done = subprocess.run(
                self._words,
                input=codec.encode(record) + b"\n",
                env=self._env | variables(told, record),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout_s,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            return f"{self._words[0]} took more than {self._timeout_s:.0f} s"
        except OSError as problem:
            return f"{self._words[0]}: {os.strerror(problem.errno or 0)}"
        return "" if done.returncode == 0 else f"{self._words[0]} ended with {done.returncode}"


def variables(told: Message, record: Record) -> dict[str, str]:
    """What the command may look at without reading JSON."""
    found = {"CCTL_TITLE": told.title, "CCTL_TEXT": told.text}
    for name in _FIELDS:
        value = record.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            found[f"CCTL_{name.upper()}"] = str(value).replace("\0", "")[:_LONGEST]
    return found
