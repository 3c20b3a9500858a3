"""A real client, driven offline against scripted turns; for tests marked `real_client`.

`REAL_CLIENTS` names the folder in which the reference tools have installed it. The client has a network of its own with
nothing but loopback, an empty environment and a home of its own.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shutil
import signal
import subprocess
import termios
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared_data import ROOT, shared

ROWS, COLUMNS = 40, 120
PAUSE_S = 0.7
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")
ESCAPE, ENTER = b"\x1b", b"\r"


def clients() -> Path:
    """The folder of the installed clients, or a skip that says what is missing."""
    folder = Path(os.environ.get("REAL_CLIENTS", ROOT / ".real-clients"))
    if not list(folder.glob("node_modules/@anthropic-ai/claude-code-*/claude")):
        pytest.skip("needs an installed client in $REAL_CLIENTS")
    for program in ("unshare", "ip"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    return folder


def claude() -> str:
    """The installed Claude Code."""
    return str(next(clients().glob("node_modules/@anthropic-ai/claude-code-*/claude")))


def with_codex() -> Path:
    """The folder of the installed clients, Codex among them."""
    folder = clients()
    if not list(folder.glob("node_modules/@openai/codex-*/vendor/*/bin/codex")):
        pytest.skip("needs an installed Codex in $REAL_CLIENTS")
    return folder


def codex(home: Path, turns: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A Codex without a terminal, or a skip that says what is missing."""
    folder = with_codex()
    line = ["bash", str(shared("tools/real_codex.sh")), "run", "--turns", str(turns), "--home", str(home), "--"]
    env = environment(folder)
    return subprocess.Popen([*line, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def command(home: Path, turns: str | Path, *arguments: str, limit_s: int = 120, trust: bool = False) -> list[str]:
    """The command line of a client over scripted turns: one of the reference's names, or a file."""
    file = turns if isinstance(turns, Path) else shared(f"tools/turns/{turns}.json")
    told = ["--turns", str(file), "--home", str(home), "--timeout", str(limit_s), *(["--trust"] if trust else [])]
    return ["bash", str(shared("tools/real_claude.sh")), "run", *told, "--", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """What the script that starts the client needs."""
    return {**os.environ, "REAL_CLIENTS": str(folder), "TERM": "xterm-256color"}


def headless(home: Path, turns: str | Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A client without a terminal."""
    line = command(home, turns, *arguments)
    return subprocess.Popen(line, env=environment(clients()), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Terminal:
    """A client at a terminal, with someone who types."""

    def __init__(self, home: Path, turns: str | Path, *arguments: str) -> None:
        line, env = command(home, turns, *arguments, trust=True), environment(clients())
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(line[0], line, env)
        termios.tcsetwinsize(self._terminal, (ROWS, COLUMNS))
        self._shown = bytearray()
        threading.Thread(target=self._drain, daemon=True).start()

    @property
    def shown(self) -> str:
        """The words that came to the terminal since keys were pressed last, wherever they stand."""
        return " ".join(_SEQUENCE.sub(" ", self._shown.decode(errors="replace")).split())

    def type(self, *keys: bytes) -> None:
        """Press keys, with pauses: a dialog takes no key at first, and text that comes with its Enter is a paste."""
        for each in keys:
            threading.Event().wait(PAUSE_S)
            self._shown.clear()
            os.write(self._terminal, each)

    def close(self) -> None:
        """Hang up, and end what was started."""
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.close(self._terminal)
        with contextlib.suppress(OSError):
            os.waitpid(self.pid, 0)

    def _drain(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self._terminal, 1 << 16):
                self._shown += data


def eventually(fulfilled: Callable[[], bool], limit_s: float = 30.0, *, every_s: float = 0.01) -> bool:
    """Wait until something holds; False when it doesn't within the time."""
    waiting = threading.Event()
    for _ in range(int(limit_s / every_s)):
        if fulfilled():
            return True
        waiting.wait(every_s)
    return fulfilled()
