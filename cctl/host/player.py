"""A cast in the terminal: in its own time, with pause, steps between chapters, and nothing that the cast may do to it.

Only drawing reaches the terminal (`core.reel.events.harmless`): a cast is a file from anywhere.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator

from cctl.core.reel.cast import Cast
from cctl.core.reel.events import Harmless, chapters, until

_CLEAR = "\x1b[0m\x1b[2J\x1b[H"
_RESET = "\x1b[0m\x1b[?25h\r\n"


class Player:
    """Plays one cast; keys: blank pauses, `]` and `[` jump, `.` steps, `q` ends."""

    def __init__(
        self,
        recording: Cast,
        write: Callable[[str], None],
        key: Callable[[float], str],
        clock: Callable[[], float],
        *,
        speed: float = 1.0,
        idle_cap: float = 0.0,
    ) -> None:
        self._cast, self._write, self._key, self._clock = recording, write, key, clock
        self._speed, self._idle_cap = speed, idle_cap
        self._next = 0  # event that is due
        self._paused = False
        self._filter = Harmless()
        self._now = 0.0  # time within the cast

    def play(self) -> None:
        """From the start to the end or to `q`."""
        events = self._cast.events
        before = self._clock()
        while self._next < len(events):
            event = events[self._next]
            wait = self._wait(event.at)
            pressed = self._key(-1.0 if self._paused else wait)
            now = self._clock()
            passed, before = (now - before) * self._speed, now
            if not self._paused:
                self._now = min(self._now + passed, event.at) if pressed else event.at
            if pressed in ("q", "\x03"):
                return
            if pressed:
                self._press(pressed)
            elif not self._paused:
                self._show()

    def _wait(self, at: float) -> float:
        gap = max(0.0, at - self._now)
        return (min(gap, self._idle_cap) if self._idle_cap else gap) / self._speed

    def _show(self) -> None:
        event = self._cast.events[self._next]
        if event.kind == "o":
            self._write(self._filter.feed(event.data))
        self._next += 1

    def _press(self, key: str) -> None:
        if key == " ":
            self._paused = not self._paused
        elif key == "." and self._paused:
            self._now = self._cast.events[self._next].at
            self._show()
        elif key in "][":
            marks = [mark.at for mark in chapters(self._cast)]
            later = [at for at in marks if at > self._now + 0.01]
            earlier = [at for at in marks if at < self._now - 0.5]
            if key == "]" and later:
                self._jump(later[0])
            elif key == "[":
                self._jump(earlier[-1] if earlier else 0.0)

    def _jump(self, at: float) -> None:
        self._now, self._filter = at, Harmless()
        self._next = sum(event.at <= at for event in self._cast.events)
        self._write(_CLEAR + until(self._cast, at))


def other(path: str, *, speed: float, idle_cap: float) -> int | None:
    """Play with asciinema; its exit status, None where it isn't installed or doesn't play this file."""
    program = shutil.which("asciinema")
    if program is None:
        return None
    pause = ["--idle-time-limit", f"{idle_cap:g}"] if idle_cap else []
    return subprocess.run([program, "play", "--speed", f"{speed:g}", *pause, "--", path], check=False).returncode


def play(recording: Cast, *, speed: float, idle_cap: float) -> None:
    """Play on this process's terminal."""
    with _keys() as key:
        try:
            Player(recording, _out, key, time.monotonic, speed=speed, idle_cap=idle_cap).play()
        finally:
            _out(_RESET)


def _out(text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(1, data) :]


@contextlib.contextmanager
def _keys() -> Iterator[Callable[[float], str]]:
    """A function that waits so long for a key; without a terminal on stdin it only waits."""
    descriptor = sys.stdin.fileno() if sys.stdin is not None and sys.stdin.isatty() else -1
    if descriptor < 0:
        yield _only_wait
        return
    before = termios.tcgetattr(descriptor)

    def key(wait: float) -> str:
        ready, _, _ = select.select([descriptor], [], [], None if wait < 0 else wait)
        return os.read(descriptor, 32).decode("utf-8", "replace")[:1] if ready else ""

    try:
        tty.setcbreak(descriptor)
        yield key
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _only_wait(wait: float) -> str:
    time.sleep(max(wait, 0.0))
    return ""
