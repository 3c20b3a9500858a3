"""The process table as `ps` tells it, for systems without /proc (macOS, the BSDs).

One run lists everything; its environment is empty, so that no locale changes the months and no `PS_FORMAT` the columns.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

from cctl.host.process import Identity, Process, exists, send

COLUMNS = "pid=,ppid=,pgid=,rss=,stat=,time=,lstart=,comm="
FRESH_S = 0.5  # several questions in one breath are answered from one run


def _run(arguments: list[str]) -> str:
    try:
        done = subprocess.run(arguments, capture_output=True, env={"LC_ALL": "C", "TZ": "UTC"}, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


class Ps:
    """`ps`."""

    def __init__(self, run: Callable[[list[str]], str] = _run, clock: Callable[[], float] = time.monotonic) -> None:
        self._run, self._clock = run, clock
        self._table: dict[int, Process] = {}
        self._at = float("-inf")

    def find(self, pid: int) -> Process | None:
        return self.all().get(pid)

    def all(self) -> dict[int, Process]:
        if self._clock() - self._at > FRESH_S:
            rows = (row(line) for line in self._run(["/bin/ps", "-axo", COLUMNS]).split("\n"))
            self._table = {found.pid: found for found in rows if found}
            self._at = self._clock()
        return self._table

    def exists(self, pid: int) -> bool:
        return exists(pid)

    def arguments(self, pid: int) -> list[str]:
        return self._run(["/bin/ps", "-o", "args=", "-p", str(int(pid))]).split()

    def signal(self, identity: Identity, number: int) -> bool:
        self._at = float("-inf")  # the moment counts: ask anew
        seen = self.find(identity.pid)
        return seen is not None and seen.start == identity.start and send(identity.pid, number)


def row(line: str) -> Process | None:
    """One line of `ps -o COLUMNS`; None for what isn't one. `lstart` is five words: Thu Nov 19 10:00:00 2026."""
    words = line.split(None, 11)
    if len(words) < 11:
        return None
    try:
        return Process(
            pid=int(words[0]),
            start=" ".join(words[6:11]),
            parent=int(words[1]),
            group=int(words[2]),
            session=0,  # macOS prints an address in the kernel
            cpu_s=seconds(words[5]),
            rss_bytes=int(words[3]) * 1024,
            zombie=words[4].startswith("Z"),
            name=words[11].strip() if len(words) > 11 else "",
        )
    except ValueError:
        return None


def seconds(text: str) -> float:
    """Processor time as `ps` writes it: [[days-]hours:]minutes:seconds, seconds with a fraction on macOS."""
    days, _, clock = text.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total + 86400 * int(days or 0)
