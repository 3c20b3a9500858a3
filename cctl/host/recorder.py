"""Any program's terminal as a cast while it runs: a pseudo-terminal in between, every event written as it happens.

What is typed is not recorded unless asked for, and never while the program has switched the echo off: that is how it
asks for a password. The file is for its user alone, since it is written before anything can be redacted.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cctl.records.errors import CannotWrite, Unavailable

_CHUNK = 1 << 16


class Writer:
    """Writes the events of one cast; a chunk that splits a letter waits for the rest of it."""

    def __init__(self, descriptor: int, columns: int, rows: int, *, stamp: int, title: str) -> None:
        self._descriptor = descriptor
        self._start = time.monotonic()
        self._decoders: dict[str, Any] = {}
        head = {"version": 2, "width": columns, "height": rows, "timestamp": stamp, "title": title}
        self._line({**head, "env": {"TERM": os.environ.get("TERM", "xterm-256color")}})

    def event(self, kind: str, data: bytes) -> None:
        """One event of now."""
        decoder = self._decoders.setdefault(kind, codecs.getincrementaldecoder("utf-8")("replace"))
        text = decoder.decode(data)
        if text:
            self._line([round(time.monotonic() - self._start, 6), kind, text])

    def _line(self, value: object) -> None:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError as problem:
            raise CannotWrite(f"the cast: {problem.strerror}") from None


def record(argv: Sequence[str], path: str, *, stamp: int, inputs: bool = False, env: Mapping[str, str]) -> int:
    """Run a program in a terminal of its own and write what happens; the program's exit status."""
    size = _size()
    kept = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        writer = Writer(kept, size[1], size[0], stamp=stamp, title=" ".join(argv)[:200])
        child, master = _spawn(argv, size, env)
        try:
            with _raw_input(), _resizing(master, writer):
                _pump(master, writer, inputs=inputs)
        finally:
            os.close(master)  # the program is told that its terminal is gone
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(kept)


def _spawn(argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> tuple[int, int]:
    from shutil import which  # noqa: PLC0415 -- only a recording pays

    program = which(argv[0])
    if program is None:
        raise Unavailable(f"{argv[0]}: no such program")
    child, master = pty.fork()
    if child == 0:  # only what is safe after a fork, then the program
        try:
            os.execve(program, list(argv), {"TERM": "xterm-256color", **env})
        except OSError:
            os._exit(126)
    _resize(master, size)
    return child, master


def _pump(master: int, writer: Writer, *, inputs: bool) -> None:
    """Bytes to and fro until the program's side is closed; a pipe on stdin that ends is no end of the program."""
    stdin = _descriptor(sys.stdin)
    watched = [master, *([stdin] if stdin >= 0 else [])]
    while True:
        try:
            ready, _, _ = select.select(watched, [], [])
        except InterruptedError:
            continue
        if master in ready:
            data = _read(master)
            if not data:
                return
            _write_all(1, data)
            writer.event("o", data)
        if stdin in ready:
            data = _read(stdin)
            if not data:
                watched.remove(stdin)
                continue
            if inputs:
                writer.event("i", data if _echoes(master) else f"[redacted {len(data)} bytes]".encode())
            _write_all(master, data)


def _descriptor(stream: Any) -> int:
    try:
        return int(stream.fileno()) if stream is not None else -1
    except (OSError, ValueError):
        return -1


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError as problem:
        if problem.errno in (errno.EIO, errno.EBADF):  # the other side of a terminal is closed
            return b""
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        while data:
            data = data[os.write(descriptor, data) :]


def _echoes(master: int) -> bool:
    """Whether the terminal shows what is typed; a program that asks for a password switches that off."""
    try:
        return bool(termios.tcgetattr(master)[3] & termios.ECHO)
    except termios.error:
        return False


def _size() -> tuple[int, int]:
    """Rows and columns of our own terminal, 30 × 100 without one."""
    for descriptor in (1, 0, 2):
        with contextlib.suppress(OSError):
            rows, columns, _, _ = struct.unpack("HHHH", fcntl.ioctl(descriptor, termios.TIOCGWINSZ, b"\0" * 8))
            if rows and columns:
                return rows, columns
    return 30, 100


def _resize(master: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))


@contextlib.contextmanager
def _raw_input() -> Iterator[None]:
    """Every key goes to the program; the terminal is put back however it ends."""
    descriptor = _descriptor(sys.stdin)
    if descriptor < 0 or not os.isatty(descriptor):
        yield
        return
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _resizing(master: int, writer: Writer) -> Iterator[None]:
    def resized(_signal: int, _frame: object) -> None:
        rows, columns = _size()
        _resize(master, (rows, columns))
        writer.event("r", f"{columns}x{rows}".encode())

    before = signal.signal(signal.SIGWINCH, resized)
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
