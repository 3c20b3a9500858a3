"""`cctl run` at a terminal, with someone who types and looks."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

from cctl.host.run.terminal import resize
from tests.contract import harness


class Caller:
    """A terminal with one command in it."""

    def __init__(self, home: Path, *words: str, size: tuple[int, int] = (24, 80)) -> None:
        self.master, self.slave = os.openpty()
        resize(self.slave, size)
        self.before = termios.tcgetattr(self.slave)
        self.shown = b""
        env = {k: v for k, v in harness.environment(home).items() if k != "CCTL_NOW"} | {"TERM": "xterm"}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cctl", *words], stdin=self.slave, stdout=self.slave, stderr=self.slave,
            cwd=home, env=env, start_new_session=True,
        )  # fmt: skip

    @property
    def raw(self) -> bool:
        """Whether keys go through one by one."""
        return not termios.tcgetattr(self.slave)[3] & termios.ICANON

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def sees(self, text: bytes, limit_s: float = 20.0) -> bool:
        """Look until something is there."""
        end = time.monotonic() + limit_s
        while text not in self.shown and time.monotonic() < end:
            if select.select([self.master], [], [], 0.05)[0]:
                self.shown += os.read(self.master, 1 << 16)
        return text in self.shown

    def becomes(self, *, raw: bool, limit_s: float = 10.0) -> bool:
        end = time.monotonic() + limit_s
        while self.raw != raw and time.monotonic() < end:
            select.select([], [], [], 0.02)
        return self.raw == raw

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait(10)
        for each in (self.master, self.slave):
            with contextlib.suppress(OSError):
                os.close(each)
