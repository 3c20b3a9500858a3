"""The wired command line, started as a client starts it: its answer, its status, its time."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping
from typing import Any

from cctl.records.named import NamedTuple

SECONDS = 20
OUT_OF_TIME = ("took over", "no verdict came")  # how the hook and its launcher say so
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "CLAUDECODE": "1",
               "CLAUDE_CODE_SESSION_ATTENDED": "0"}  # fmt: skip


class Answer(NamedTuple):
    """What came of it."""

    status: int  # 124: it did not end
    output: str
    errors: str
    ms: float

    @property
    def value(self) -> Any:
        """The answer read; None for silence, `...` for what is no JSON."""
        if not self.output.strip():
            return None
        try:
            return json.loads(self.output)
        except ValueError:
            return ...

    @property
    def decision(self) -> str:
        """What it decides, in the words of the gate; "none" for silence."""
        value = self.value
        inner = value.get("hookSpecificOutput") if isinstance(value, dict) else None
        if isinstance(inner, dict):
            told = inner.get("decision")
            return str(inner.get("permissionDecision") or (told.get("behavior") if isinstance(told, dict) else "none"))
        return "none" if value is None or isinstance(value, dict) else "rubbish"

    @property
    def reason(self) -> str:
        """Why."""
        value = self.value
        inner = value.get("hookSpecificOutput") if isinstance(value, dict) else None
        return str(inner.get("permissionDecisionReason") or "") if isinstance(inner, dict) else ""


def out_of_time(reason: str) -> bool:
    """Whether a reason of the hook says that there was no time for a verdict."""
    return any(words in reason for words in OUT_OF_TIME)


def ask(command: str, payload: object, env: Mapping[str, str] = ENVIRONMENT, cwd: str = "/") -> Answer:
    """Start the command with a payload on its standard input."""
    given = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", command], input=given, capture_output=True, timeout=SECONDS, check=False, env=env, cwd=cwd
        )
    except subprocess.TimeoutExpired:
        return Answer(124, "", "", SECONDS * 1000)
    ms = (time.perf_counter() - begun) * 1000
    return Answer(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), ms)


def endless(command: str, env: Mapping[str, str] = ENVIRONMENT) -> Answer:
    """Start the command and never finish what it is to read."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=env,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(b'{"hook_event_name":"PreToolUse",')
        process.stdin.flush()
        status = process.wait(SECONDS)
        output = process.stdout.read()
    except (OSError, subprocess.TimeoutExpired):
        status, output = 124, b""
    finally:
        process.kill()
        process.communicate()
    return Answer(status, output.decode("utf-8", "replace"), "", (time.perf_counter() - begun) * 1000)
