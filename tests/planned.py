"""Plans for tests: written as files, run as a user does, killed if need be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.contract import harness

COUNTED = 'echo "$1" >>"$0"; sleep "$2"'
"""A command that leaves a line wherever it is run: `sh -c COUNTED file name seconds`."""


def plan(folder: Path, *tasks: dict[str, Any], name: str = "plan.json", **top: Any) -> Path:
    """A plan in a file."""
    path = folder / name
    path.write_text(json.dumps({"tasks": [*tasks], **top}))
    return path


def command(name: str, *words: str, **more: Any) -> dict[str, Any]:
    """A task that is a command."""
    return {"name": name, "command": [*words], **more}


def counted(folder: Path, name: str, seconds: float = 0.0, **more: Any) -> dict[str, Any]:
    """A task that leaves a line in `counts` each time that it is run."""
    return command(name, "sh", "-c", COUNTED, str(folder / "counts"), name, str(seconds), **more)


def environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of these runs: the clock goes, for time is what is written down."""
    env = harness.environment(home) | {"CCTL_TASKS__RETRY_S": "0.01", **extra}
    env.pop("CCTL_NOW")
    return env


def start(home: Path, *words: str, **extra: str) -> subprocess.Popen[bytes]:
    """`cctl tasks …` as a process of its own."""
    line = [sys.executable, "-P", "-m", "cctl", "tasks", *words]
    return subprocess.Popen(
        line, cwd=home, env=environment(home, **extra), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


class Ended:
    """What came of a command."""

    def __init__(self, process: subprocess.Popen[bytes], limit_s: float = 60) -> None:
        out, err = process.communicate(timeout=limit_s)
        self.code, self.err = process.returncode, err.decode()
        self.records = [json.loads(line) for line in out.splitlines()]

    def states(self) -> dict[str, str]:
        """The last state of each task that was told."""
        return {each["task"]: each["state"] for each in self.records if each["type"] == "task"}

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Records of one type."""
        return [each for each in self.records if each["type"] == kind]


def tasks(home: Path, *words: str, **extra: str) -> Ended:
    """`cctl tasks …` to its end."""
    return Ended(start(home, *words, **extra))


def states(home: Path, path: Path) -> dict[str, str]:
    """The states of a plan's tasks, as `tasks show` tells them."""
    return tasks(home, "show", str(path)).states()


def counts(folder: Path) -> dict[str, int]:
    """How often each counted task was run."""
    lines = (folder / "counts").read_text().split() if (folder / "counts").exists() else []
    return {name: lines.count(name) for name in sorted(set(lines))}


def begun(process: subprocess.Popen[bytes], name: str) -> None:
    """Read on until a task is told to run."""
    assert process.stdout is not None
    wanted = f'"task":"{name}","state":"running"'.encode()
    while wanted not in (line := process.stdout.readline()):
        assert line, process.stderr and process.stderr.read()


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, of this process alone."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
