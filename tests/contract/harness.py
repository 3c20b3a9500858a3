"""Running verbs as a user does, for the promises that every verb must keep."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from cctl.kit import declared
from cctl.kit.declared import Declared

ROOT = Path(__file__).resolve().parents[2]

# The least that a verb must be given to run at all. A verb that needs more than options' defaults stands here.
ARGUMENTS: dict[str, list[str]] = {
    "brain correct": ["x", "deny"],
    "brain forget": ["--all"],
    "brain import": ["-"],
    "budget": ["--limit", "session=5usd"],
    "cat": ["--type", "none", "-"],
    "clean": ["--finished"],
    "completions": ["bash"],
    "demo": ["--seconds", "2"],
    "effects": ["ls"],
    "explain": ["20"],
    "kill": ["nobody"],
    "ledger import": ["-"],
    "notify": ["--desktop"],
    "policy trust": ["/dev/null"],
    "resume": ["nobody"],
    "rules diff": ["/dev/null", "/dev/null", "-"],
    "rules explain": ["ls"],
    "run answer": ["nobody", "--allow"],
    "run attach": ["nobody"],
    "run logs": ["nobody"],
    "run stop": ["nobody"],
    "run wait": ["nobody"],
    "run": ["--headless", "true"],
    "search": ["nothing"],
    "tasks approve": ["nothing"],
    "tasks cancel": ["nothing"],
    "tasks decompose": ["nothing"],
    "tasks drain": ["nothing"],
    "tasks graph": ["nothing"],
    "tasks logs": ["nothing", "nothing"],
    "tasks plan": [str(ROOT / "fixtures/plans/build.toml")],
    "tasks retry": ["nothing"],
    "tasks run": ["nothing"],
    "tasks validate": [str(ROOT / "fixtures/plans/build.toml")],
    "watch": ["--once"],
}


@cache
def verbs() -> dict[str, Declared]:
    """Every verb by name."""
    return {each.name: each for each in declared.verbs()}


def of_kind(*kinds: str) -> list[str]:
    """Names of the verbs of some kinds."""
    return [name for name, verb in verbs().items() if verb.meta.kind in kinds]


def environment(home: Path) -> dict[str, str]:
    """An environment with nothing of the machine in it."""
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    return env | {"COLUMNS": "80", "CCTL_NOW": "2026-11-20T12:00:00Z", "PYTHONPATH": str(ROOT)}


def run(
    name: str, home: Path, *arguments: str, stdin: bytes | None = b"", **extra: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a verb with these arguments."""
    command = [sys.executable, "-P", "-m", "cctl", *name.split(" "), *arguments]
    given: dict[str, Any] = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        command, capture_output=True, timeout=60, cwd=home, env=environment(home) | extra, check=False, **given
    )


def records(output: bytes) -> list[dict[str, Any]]:
    """The records of an output; anything else on it fails here."""
    found = [json.loads(line) for line in output.splitlines()]
    assert all(isinstance(record, dict) and record.get("type") for record in found), output[:500]
    return found


def line(kind: str, **fields: Any) -> bytes:
    """One record as a line."""
    return json.dumps({"type": kind, "v": 1, "ts": "2026-11-20T11:00:00.000Z", **fields}).encode() + b"\n"


def least(
    name: str, home: Path, *arguments: str, stdin: bytes | None = b"", **extra: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a verb with the least that it needs, and these."""
    return run(name, home, *ARGUMENTS.get(name, []), *arguments, stdin=stdin, **extra)
