"""How long every verb takes from its start to its first read, told by the kernel: the moment at which it opens a folder
or reads from a file that it was given.

Configuration is no input: what a verb reads before it knows what it is asked counts as starting. A verb that reads
nothing is measured to its end, for the record.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.contract.harness import ARGUMENTS

_ACCESS, _OPEN = 0x1, 0x20
_WATCHED = (".claude", ".claude/projects", ".claude/projects/-p", ".claude/sessions", ".codex", ".codex/sessions",
            ".local/state/cctl")  # fmt: skip
_RULES = "rules.toml"
_LINE = b'{"type":"end","v":1,"ts":"2026-01-01T00:00:00.000Z","of":"cat","records":0,"errors":0,"exit":0}\n'

# Verbs that do nothing but start other programs: whatever is read first is read by those.
SPARED = frozenset(("demo", "hook verify", "run"))


def home(base: Path) -> Path:
    """A home with one empty transcript and a line for standard input."""
    for name in _WATCHED:
        (base / name).mkdir(parents=True, exist_ok=True)
    (base / ".claude/projects/-p/a.jsonl").touch()
    (base / "in.jsonl").write_bytes(_LINE)
    (base / _RULES).write_text("# none\n")
    return base


def seconds(command: Sequence[str], base: Path) -> tuple[float, bool]:
    """From the start of a command to its first read, or to its end when it reads nothing; and whether it did read."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_CLOEXEC)
    try:
        for path, mask in [*((base / name, _OPEN) for name in (*_WATCHED, _RULES)), (base / "in.jsonl", _ACCESS)]:
            if libc.inotify_add_watch(watch, os.fsencode(path), mask) < 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        with (base / "in.jsonl").open("rb", buffering=0) as given:
            env = {"PATH": os.environ["PATH"], "HOME": str(base), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
            start = time.perf_counter()
            child = subprocess.Popen(
                command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=base
            )
            ended = os.pidfd_open(child.pid)
            try:
                ready, _, _ = select.select([watch, ended], [], [])
                taken = time.perf_counter() - start
            finally:
                child.wait()
                os.close(ended)
        return taken, watch in ready
    finally:
        os.close(watch)


def arguments(name: str) -> list[str]:
    """The least that a verb must be given; sources look at the machine."""
    given = [*name.split(" "), *(_RULES if word == "/dev/null" else word for word in ARGUMENTS.get(name, []))]
    return [*given, "--max-usd", "5"] if name == "gate" else given
