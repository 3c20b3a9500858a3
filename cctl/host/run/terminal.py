"""A terminal of its own for a run: its screen goes straight to whoever looks on, and to a file.

The keeper writes to the callers' terminals itself: another process in between would cost a third of the throughput.
That is done by a thread, since a terminal that is held (Ctrl-S) or a slow pipe must hold the program up and not its
limits. Who looks on gives a leash along with his terminal; when he is gone, even by SIGKILL, it breaks, his terminal is
put back as it was, and the run goes on without him.
"""

from __future__ import annotations

import _thread
import fcntl
import os
import signal
import struct
import sys
import termios
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cctl.host.run import folder as place
from cctl.host.run.door import Visit
from cctl.host.run.spawn import spawn
from cctl.records import codec
from cctl.records.errors import Unavailable
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

ROWS, COLUMNS = 30, 120  # without a terminal around
HEAD = 8 << 20  # bytes of the screen that one file keeps: of its beginning, and of its end once or twice
_UNWRITTEN = 300  # pieces of the screen, 4 KiB each at most, that wait for their file
_GAP = b"\r\n[cctl: %d bytes of the screen left out]\r\n"
_PIECE = 1 << 16
_DRAIN_S = 1.0
_SWITCH_S = 0.0005  # the other thread may look at processes; a key's echo must not wait for that
_STAGES: tuple[tuple[bytes, float], ...] = (
    (b"\x03", 0.8),
    (b"/exit", 0.15),
    (b"\r", 4.0),
    (b"\x03", 0.3),
    (b"\x03", 1.0),
)
"""What makes an interactive agent end, with pauses: text that comes with its Enter is taken for a paste."""


class Onlooker(NamedTuple):
    """Somebody's terminal."""

    screen: int
    leash: int  # breaks when he is gone
    before: list[Any] | None = None  # how his terminal was


class Terminal:
    """One pseudo-terminal with a program in it."""

    def __init__(
        self,
        folder: place.Folder,
        pair: tuple[int, int],
        onlooker: Onlooker | None,
        stdin: int,
        *,
        agent: bool,
        cast: Callable[[bytes], None] | None = None,
    ) -> None:
        self._folder, self._stdin, self._agent = folder, stdin, agent
        self._master, self._slave = pair
        self._onlookers = [onlooker] if onlooker else []
        self._written = self._pid = 0
        self._kept = self._ended = self._left_out = 0  # of the screen: in files, in the last of them, in none
        self._copy: deque[bytes] = deque()  # of the screen, not yet in its file
        self._writing = _thread.allocate_lock()
        self._log = -1
        self._drained = _thread.allocate_lock()
        self._cast = cast

    def start(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], nice: int) -> int:
        """Start the program in it."""
        self._log = os.open(
            self._folder.file(place.SCREEN), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        stdin = self._stdin if self._stdin >= 0 else self._slave
        variables = {"TERM": "xterm-256color", "LANG": "C.UTF-8", **env}
        try:
            self._pid = spawn(argv, cwd, variables, (stdin, self._slave, self._slave), terminal=True, nice=nice)
        finally:
            os.close(self._slave)
        self._drained.acquire()
        sys.setswitchinterval(_SWITCH_S)
        _thread.start_new_thread(self._pump, ())
        return self._pid

    def descriptors(self) -> list[int]:
        """The leashes."""
        return [each.leash for each in self._onlookers]

    def attend(self, ready: Iterable[int]) -> None:
        """See who has gone, and write down what has come."""
        if self._copy:
            self._keep()
        for each in [each for each in self._onlookers if each.leash in ready]:
            self._part(each)

    def written(self) -> int:
        """How much came to the screen."""
        return self._written

    def fields(self) -> Record:
        """Nothing that changes."""
        return {}

    def asked(self, visit: Visit) -> bool:
        """`run attach`: somebody's screen and leash come with the question, our side of the terminal goes back."""
        if visit.request.get("do") != "attach" or len(visit.descriptors) != 2:
            return False
        screen, leash = visit.keep()
        self._onlookers = [*self._onlookers, Onlooker(screen, leash)]
        visit.answer(codec.encode({"attached": len(self._onlookers)}), [self._master])
        return True

    def interrupt(self, stage: int) -> float:
        """Press the keys that make an agent end; to anything else in the foreground, SIGINT as from a keyboard."""
        with suppress(OSError):
            if self._agent and stage < len(_STAGES):
                os.write(self._master, _STAGES[stage][0])
                return _STAGES[stage][1]
            front = os.tcgetpgrp(self._master)
            if not self._agent and stage == 0 and front > 1 and os.getsid(front) == self._pid:
                os.killpg(front, signal.SIGINT)
                return 0.5
        return 0.0

    def close(self) -> None:
        """The rest of the screen; what was left running in it is told that its terminal is gone."""
        if self._log >= 0:
            self._drained.acquire(True, _DRAIN_S)
            self._keep()
        for each in list(self._onlookers):
            self._part(each, gone=False)
        os.close(self._master)

    def _pump(self) -> None:
        """The screen, as it comes, to all who look on; its file gets what there is time for."""
        master, read, write, copy, cast = self._master, os.read, os.write, self._copy, self._cast
        try:
            while data := read(master, _PIECE):
                for each in self._onlookers:
                    try:
                        sent = write(each.screen, data)
                    except OSError:
                        sent = 0
                    if sent < len(data):
                        self._show(each, data[sent:])
                if cast:
                    cast(data)
                copy.append(data)
                self._written += len(data)
                if len(copy) > _UNWRITTEN:
                    if self._kept < HEAD:
                        self._keep()
                    else:
                        with suppress(IndexError):  # it has just been written
                            self._left_out += len(copy.popleft())
        except OSError:
            pass  # the last program in it has closed it
        finally:
            self._drained.release()

    def _keep(self) -> None:
        """Write what has come to the file of the screen; of a flood after the beginning, only its end."""
        with self._writing, suppress(OSError):  # a full disk takes the copy away, not the screen
            parts, self._left_out = [_GAP % self._left_out] if self._left_out else [], 0
            while self._copy:
                parts.append(self._copy.popleft())
            data = b"".join(parts)
            if self._ended + len(data) > HEAD:
                self._turn_over()
            self._kept += len(data)
            self._ended += len(data)
            if data:
                os.write(self._log, data)

    def _show(self, onlooker: Onlooker, data: bytes) -> None:
        try:
            while (sent := os.write(onlooker.screen, data)) < len(data):
                data = data[sent:]
        except BrokenPipeError:  # whoever read our output is gone: as for any program, that is the end
            self._onlookers = [each for each in self._onlookers if each is not onlooker]
            os.kill(os.getpid(), signal.SIGTERM)
        except OSError:
            self._onlookers = [each for each in self._onlookers if each is not onlooker]

    def _turn_over(self) -> None:
        """Begin the second file of the screen, or begin it anew: of the end, the older half is dropped."""
        with suppress(OSError):
            later = self._folder.file(place.SCREEN_END)
            if os.path.exists(later):  # noqa: PTH110 -- pathlib costs 9 ms
                os.replace(later, self._folder.file(place.SCREEN_PAST))  # noqa: PTH105 -- as above
            fresh = os.open(later, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            self._log, old = fresh, self._log
            os.close(old)
            self._ended = 0

    def _part(self, onlooker: Onlooker, *, gone: bool = True) -> None:
        self._onlookers = [each for each in self._onlookers if each is not onlooker]
        if gone and onlooker.before is not None:
            with suppress(termios.error):
                termios.tcsetattr(onlooker.screen, termios.TCSANOW, onlooker.before)
        for each in (onlooker.leash, onlooker.screen):
            with suppress(OSError):
                os.close(each)


def opened(size: tuple[int, int]) -> tuple[int, int]:
    """A pseudo-terminal of so many rows and columns."""
    try:
        master, slave = os.openpty()
    except OSError as problem:
        raise Unavailable(f"no terminal is to be had: {problem.strerror}", hint="say --headless") from None
    resize(slave, size)
    return master, slave


def size_of(descriptor: int) -> tuple[int, int] | None:
    """Rows and columns of a terminal, None for what is none."""
    try:
        rows, columns, _, _ = struct.unpack("HHHH", fcntl.ioctl(descriptor, termios.TIOCGWINSZ, b"\0" * 8))
    except OSError:
        return None
    return (rows, columns) if rows and columns else None


def resize(descriptor: int, size: tuple[int, int]) -> None:
    """Give a terminal so many rows and columns; its program is told."""
    with suppress(OSError):
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
