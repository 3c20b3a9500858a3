"""The socket in a run's folder, at which its keeper is asked: by the hook for leave, by `run answer` and `run attach`.

A path of a socket may have 107 bytes and that of a run's folder is often longer, so both sides go to the folder first
and use the bare name. A visitor that is slow, silent or gone holds nobody up: nothing here waits.

A visitor sends one line of JSON; `bytes` in it says how much follows. The answer is whatever the keeper sends until it
closes the connection.
"""

from __future__ import annotations

import _socket as socket  # `socket` wraps it in enums and selectors, which take 3 ms to load
import os
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from struct import Struct
from typing import Any

from cctl.records import codec

NAME = "control.sock"
MOST = 16 << 20  # bytes of a question: the input of a call is in it
_VISITORS = 64
_PIECE = 1 << 16
_CREDENTIALS = Struct("3i")  # pid, uid, gid


class Visit:
    """One question, and the way back."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._data = bytearray()
        self.request: dict[str, Any] = {}
        self.body = b""
        self.descriptors: list[int] = []

    @property
    def pid(self) -> int:
        """The process at the other end, 0 where the kernel doesn't tell."""
        try:
            told = self._connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        except (AttributeError, OSError):
            return 0
        return int(_CREDENTIALS.unpack(told)[0])

    def fileno(self) -> int:
        """Its descriptor."""
        return self._connection.fileno()

    def read(self) -> bool:
        """Take in what has come; whether the question is whole."""
        with suppress(BlockingIOError):
            while True:
                data, passed, _, _ = self._connection.recvmsg(_PIECE, socket.CMSG_LEN(4 * 4))
                self.take(passed)
                if not data or len(self._data) > MOST:
                    return self._whole(ended=True)
                self._data += data
        return self._whole(ended=False)

    def answer(self, data: bytes, descriptors: Iterable[int] = ()) -> None:
        """Say it and part; a visitor that has gone misses it."""
        passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", descriptors).tobytes())] if descriptors else []
        with suppress(OSError):
            self._connection.sendmsg([data], passed)
        self.close()

    def close(self) -> None:
        """Part without a word."""
        for each in self.descriptors:
            with suppress(OSError):
                os.close(each)
        self.descriptors = []
        self._connection.close()

    def take(self, passed: Iterable[tuple[int, int, bytes]]) -> None:
        """Take over the descriptors in a message."""
        for level, kind, data in passed:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                found = array("i")
                found.frombytes(data[: len(data) - len(data) % found.itemsize])
                self.descriptors += found

    def keep(self) -> list[int]:
        """The descriptors that came with the question, from now on the caller's."""
        kept, self.descriptors = self.descriptors, []
        return kept

    def _whole(self, *, ended: bool) -> bool:
        head, newline, rest = self._data.partition(b"\n")
        if not newline:
            return ended  # then there is no question in it
        if not self.request:
            with suppress(codec.BadLine):
                self.request = codec.decode(bytes(head))
        wanted = self.request.get("bytes", 0)
        self.body = bytes(rest)
        return ended or not isinstance(wanted, int) or len(rest) >= wanted


class Door:
    """The keeper's side."""

    def __init__(self, folder: str) -> None:
        self._visits: dict[int, Visit] = {}
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        self._listening.setblocking(False)
        before = os.umask(0o077)
        try:
            inside(folder, lambda: self._listening.bind(NAME))
        finally:
            os.umask(before)
        self._listening.listen(_VISITORS)

    def descriptors(self) -> list[int]:
        """What to wait for."""
        return [self._listening.fileno(), *self._visits]

    def visits(self, ready: Iterable[int]) -> list[Visit]:
        """The questions that are whole now."""
        found = []
        for each in ready:
            if each == self._listening.fileno():
                self._accept()
            elif (visit := self._visits.get(each)) and self._read(visit):
                del self._visits[each]
                found.append(visit)
        return found

    def close(self) -> None:
        """Nobody is answered any more."""
        for visit in self._visits.values():
            visit.close()
        self._visits.clear()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while len(self._visits) < _VISITORS:
                # The method without underscore belongs to the wrapper that isn't loaded here.
                descriptor, _ = self._listening._accept()  # type: ignore[attr-defined]  # its stub is that of the wrapper
                connection = socket.socket(fileno=descriptor)
                connection.setblocking(False)
                os.set_inheritable(descriptor, False)
                self._visits[descriptor] = Visit(connection)

    def _read(self, visit: Visit) -> bool:
        try:
            return visit.read()
        except OSError:
            visit.close()
            self._visits.pop(visit.fileno(), None)
            return False


def knock(folder: str, request: dict[str, Any], descriptors: Iterable[int] = ()) -> tuple[bytes, list[int]]:
    """Ask the keeper of a run; its answer with the descriptors in it. Raises OSError when nobody is there."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        connection.settimeout(30.0)
        inside(folder, lambda: connection.connect(NAME))
        passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", descriptors).tobytes())] if descriptors else []
        connection.sendmsg([codec.encode(request) + b"\n"], passed)
        answer = Visit(connection)
        said = bytearray()
        while True:
            data, given, _, _ = connection.recvmsg(_PIECE, socket.CMSG_LEN(4 * 4))
            answer.take(given)
            if not data:
                return bytes(said), answer.keep()
            said += data
    finally:
        connection.close()


def inside(folder: str, act: Callable[[], object]) -> None:
    """Do something in a folder and come back."""
    back = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.chdir(folder)
        act()
    finally:
        os.fchdir(back)
        os.close(back)
