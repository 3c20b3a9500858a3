"""The installed client: where it is, which one, and one run of it that touches nothing of its user's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cctl.host.hook.places import PACKAGE
from cctl.records.named import NamedTuple

SECONDS = 90
_START = "import sys; sys.path.append(sys.argv[1]); from cctl.host.verify.worker import main; main()"
_SWITCHES = ("DISABLE_TELEMETRY", "DISABLE_AUTOUPDATER", "DISABLE_ERROR_REPORTING", "DISABLE_BUG_COMMAND",
             "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")  # fmt: skip


class Client(NamedTuple):
    """A client, as it was when it was looked at."""

    path: str
    version: str
    size: int
    mtime_ns: int


def found(env: Mapping[str, str], home: str, named: str = "") -> Client | None:
    """The client on the PATH, or where its installer puts it; None when there is none."""
    likely = [named] if named else [shutil.which("claude", path=env.get("PATH", "")) or "", f"{home}/.local/bin/claude"]
    likely += [] if named else [f"{home}/.claude/local/claude"]
    for path in likely:
        if path and os.access(path, os.X_OK) and (version := _version(path, home)):
            size, mtime_ns = identity(path)
            return Client(path, version, size, mtime_ns)
    return None


def identity(path: str) -> tuple[int, int]:
    """What changes when a client is updated."""
    try:
        told = os.stat(path)  # noqa: PTH116 -- through its links
    except OSError:
        return (0, 0)
    return told.st_size, told.st_mtime_ns


def _version(path: str, home: str) -> str:
    try:
        env = {"PATH": os.defpath, "HOME": home}
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False, env=env)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = re.search(r"\d+\.\d+\.\d+\S*", done.stdout)
    return match[0] if match and done.returncode == 0 else ""


def environment(home: Path) -> dict[str, str]:
    """What the client gets: a home of its own, the stub as its only server, and dead proxies for all else."""
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb", "HOME": str(home)}
    env |= {"CLAUDE_CONFIG_DIR": str(home / ".claude"), "ANTHROPIC_API_KEY": "sk-ant-none"}
    env |= {"ANTHROPIC_BASE_URL": "{address}", "NO_PROXY": "127.0.0.1,localhost"}
    env |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    return env | dict.fromkeys(_SWITCHES, "1")


def run(client: str, home: Path, project: Path, turns: list[dict[str, Any]], arguments: list[str]) -> dict[str, Any]:
    """One run; what the worker tells, or `error` with what went wrong."""
    told = {"client": client, "env": environment(home), "cwd": str(project), "turns": turns, "seconds": SECONDS}
    command = [*apart(), sys.executable, "-I", "-S", "-c", _START, str(Path(PACKAGE).parent)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(told | {"arguments": arguments}).encode(),
            capture_output=True,
            timeout=SECONDS + 30,
            check=False,
        )
        value: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": "the client did not end"}
    except ValueError:
        return {"error": done.stderr.decode("utf-8", "replace")[-500:] or "no answer from the worker"}
    return value


def apart() -> list[str]:
    """The words that start a program in a network that has only loopback; none where that can't be done."""
    for words in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        if not shutil.which("unshare"):
            break
        try:
            if subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False).returncode == 0:
                return words
        except (OSError, subprocess.TimeoutExpired):
            break
    return []
