"""A notification on the desktop. The text is an argument, never part of a script or of markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from cctl.core.notify.message import Message

TIMEOUT_S = 5.0
_URGENCY = ("low", "normal", "critical")
_SCRIPT = ("on run argv", "display notification (item 1 of argv) with title (item 2 of argv)", "end run")

Run = Callable[[Sequence[str]], str]


class Desktop:
    """The desktop's own notifier."""

    name = "desktop"

    def __init__(self, run: Run | None = None, platform: str = sys.platform) -> None:
        self._run, self._platform = run or execute, platform

    def send(self, told: Message) -> str:
        """Show a message; "" when it was shown, else why not."""
        return self._run(self._command(told))

    def _command(self, told: Message) -> list[str]:
        text = told.text or " "
        if self._platform == "darwin":
            lines = [part for line in _SCRIPT for part in ("-e", line)]
            return ["osascript", *lines, *map(_no_option, (text, told.title))]
        return ["notify-send", "-a", "cctl", "-u", _URGENCY[told.urgency], "--", told.title, _unmarked(text)]


def execute(command: Sequence[str]) -> str:
    """Run a program without a shell; "" when it went well, else why not."""
    import shutil  # noqa: PLC0415 -- 3 ms that only a notification pays
    import subprocess  # noqa: PLC0415 -- as above

    if shutil.which(command[0]) is None:
        return f"{command[0]} is not installed"
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} took more than {TIMEOUT_S:.0f} s"
    except OSError as problem:
        return f"{command[0]}: {os.strerror(problem.errno or 0)}"
    return "" if done.returncode == 0 else f"{command[0]} ended with {done.returncode}"


def _no_option(text: str) -> str:
    """A text that `osascript` can't take for one of its options: `-e` would be a script to run."""
    return f" {text}" if text.startswith("-") else text


def _unmarked(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
