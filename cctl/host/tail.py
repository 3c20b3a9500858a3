"""Following files as they grow: whole lines with their numbers, each once, whatever happens to the file.

Only what ends in a newline is a line; a torn one is read again when its end is there. A file that became shorter, was
replaced by another (inode), or was rewritten in place (its first bytes differ) starts anew. Nothing is kept open and
nothing is held but numbers, so five thousand files cost a few hundred bytes each.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping

from cctl.records.named import NamedTuple

CHUNK = 1 << 20
TURN = 8 << 20  # bytes of one file before the others have their turn
MAX_LINE = 16 << 20
HEAD = 64  # bytes that tell a file from the one that replaced it


class Chunk(NamedTuple):
    """Lines that came."""

    path: str
    first: int  # number of the first line
    lines: list[bytes]
    replayed: bool = False  # from before the file was followed
    anew: bool = False  # the file was truncated or replaced: what was known of it is void
    too_long: tuple[int, ...] = ()  # numbers of lines over the limit; they are not among `lines`
    at: int = 0  # byte that the lines begin at


class Place(NamedTuple):
    """Where the reading of a file stands; what a cursor record holds."""

    path: str
    offset: int
    line: int
    inode: int
    head: int


class File:
    """One followed file."""

    __slots__ = ("dropping", "head", "head_size", "inode", "line", "offset", "path", "scanned")

    def __init__(self, path: str, offset: int = 0, line: int = 0, inode: int = 0, head: int = 0) -> None:
        self.path, self.offset, self.line, self.inode = path, offset, line, inode
        self.head, self.head_size = head, min(offset, HEAD)
        self.scanned = offset  # there is no newline between `offset` and here
        self.dropping = False  # inside a line over the limit

    @property
    def place(self) -> Place:
        """Where the reading stands."""
        return Place(self.path, self.offset, self.line, self.inode, self.head)


class Tail:
    """A set of files that grow."""

    def __init__(self, *, backfill: int = 0, max_line: int = MAX_LINE) -> None:
        self.files: dict[str, File] = {}
        self._backfill, self._max_line = backfill, max_line
        self._cold: dict[str, int] = {}  # path → size when first seen; opened when they grow

    def __len__(self) -> int:
        return len(self.files) + len(self._cold)

    def __contains__(self, path: object) -> bool:
        return path in self.files or path in self._cold

    def paths(self) -> list[str]:
        """All files."""
        return [*self.files, *self._cold]

    def places(self) -> Iterator[Place]:
        """Where the reading of each stands; the lines of those that nothing was read of are not counted (-1)."""
        for file in self.files.values():
            yield file.place
        for path, size in self._cold.items():
            yield Place(path, size, -1, 0, 0)

    def cold(self, path: str, size: int) -> None:
        """Follow a file from its present end; nothing of it is read before it grows."""
        if path not in self.files:
            self._cold[path] = size

    def open(self, path: str, place: Place | None = None) -> None:
        """Follow a file from its start, or from where a reading of it stood."""
        self._cold.pop(path, None)
        if place:
            self.files[path] = File(path, place.offset, place.line, place.inode, place.head)
        else:
            self.files.setdefault(path, File(path))

    def forget(self, path: str) -> None:
        """Follow it no longer."""
        self.files.pop(path, None)
        self._cold.pop(path, None)

    def other(self, sizes: Mapping[str, int]) -> list[str]:
        """Which of these files, as large as they are now, are not what was read, or not followed yet."""
        return [path for path, size in sizes.items() if size != self._read_of(path)]

    def _read_of(self, path: str) -> int:
        file = self.files.get(path)
        return max(file.offset, file.scanned) if file else self._cold.get(path, -1)

    def read(self, path: str) -> Iterator[Chunk]:
        """The lines that a file has gained; at most `TURN` bytes of it. A file that is gone gives none."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            return
        try:
            if path in self._cold:
                yield from self._warm(path, descriptor)
            yield from self._gained(self.files.setdefault(path, File(path)), descriptor)
        except OSError:
            return
        finally:
            os.close(descriptor)

    def more(self, path: str) -> bool:
        """Whether a file has lines that are still to be read."""
        if path not in self.files:
            return False
        try:
            return os.stat(path).st_size != self._read_of(path)  # noqa: PTH116 -- at each event
        except OSError:
            return False

    def _warm(self, path: str, descriptor: int) -> Iterator[Chunk]:
        """Start to follow a file that grew: count its lines, and read the last of what was there before."""
        size = self._cold.pop(path)
        now = os.fstat(descriptor)
        if now.st_size < size:
            self.files[path] = File(path)
            return
        start = self._line_start(descriptor, max(0, size - self._backfill)) if self._backfill else size
        file = File(path, 0, 0, now.st_ino)
        self.files[path] = file
        end = self._line_start(descriptor, size)  # the end may stand inside a line that is being written
        start = min(start, end)
        file.line = _count(descriptor, 0, start)
        if start < end:
            lines = os.pread(descriptor, end - start, start).split(b"\n")[:-1]
            yield Chunk(path, file.line + 1, lines, replayed=True, at=start)
            file.line += len(lines)
        file.offset = file.scanned = end
        self._sign(file, descriptor)

    def _gained(self, file: File, descriptor: int) -> Iterator[Chunk]:
        now = os.fstat(descriptor)
        anew = self._replaced(file, descriptor, now)
        if anew:
            file.offset = file.scanned = file.line = file.head = file.head_size = 0
            file.dropping = False
        file.inode = now.st_ino
        stop = file.scanned + TURN
        while file.scanned < min(now.st_size, stop):
            data = os.pread(descriptor, min(CHUNK, now.st_size - file.scanned), file.scanned)
            if not data:
                break
            last = data.rfind(b"\n") + 1
            if not last:
                file.scanned += len(data)
                if file.scanned - file.offset > self._max_line:
                    file.dropping, file.offset = True, file.scanned
                continue
            base = file.scanned
            if file.offset < base:
                data = os.pread(descriptor, base - file.offset, file.offset) + data[:last]
            else:
                data = data[:last]
            chunk = self._lines(file, data, anew)
            file.offset = file.scanned = base + last
            anew = False
            yield chunk
        if anew:
            yield Chunk(file.path, 1, [], anew=True)
        self._sign(file, descriptor)

    def _lines(self, file: File, data: bytes, anew: bool) -> Chunk:
        lines = data.split(b"\n")
        lines.pop()
        first = file.line + 1
        too_long: tuple[int, ...] = ()
        file.line += len(lines)
        if file.dropping:
            file.dropping, too_long = False, (first,)
            del lines[0]
            first += 1
        return Chunk(file.path, first, lines, anew=anew, too_long=too_long, at=file.offset)

    def _replaced(self, file: File, descriptor: int, now: os.stat_result) -> bool:
        if not file.offset and not file.scanned:
            return False
        if now.st_size < file.offset or (file.inode and now.st_ino != file.inode):
            return True
        if not file.head_size:
            return False
        return zlib.crc32(os.pread(descriptor, file.head_size, 0)) != file.head

    def _sign(self, file: File, descriptor: int) -> None:
        size = min(file.offset, HEAD)
        if size > file.head_size or not file.head:
            file.head_size = size
            file.head = zlib.crc32(os.pread(descriptor, size, 0))

    def _line_start(self, descriptor: int, at: int) -> int:
        """Where the line begins that holds byte `at`, looking back no further than a line may be long."""
        while at > 0:
            size = min(CHUNK, at)
            cut = os.pread(descriptor, size, at - size).rfind(b"\n")
            if cut >= 0:
                return at - size + cut + 1
            at -= size
        return 0


def before(path: str, at: int, most: int) -> tuple[list[bytes], list[bytes]]:
    """The first lines of a file and the last ones before a byte that begins a line; at most so many bytes of each."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return [], []
    try:
        head = os.pread(descriptor, min(at, most), 0)
        start = max(len(head), at - most)
        tail = os.pread(descriptor, at - start, start)
    except OSError:
        return [], []
    finally:
        os.close(descriptor)
    if start > len(head):
        tail = tail[tail.find(b"\n") + 1 :]  # the line that was cut
    elif tail:
        return [], (head + tail).split(b"\n")[:-1]
    return head.split(b"\n")[:-1], tail.split(b"\n")[:-1]


def _count(descriptor: int, start: int, stop: int) -> int:
    """Newlines between two bytes of a file."""
    lines = 0
    while start < stop:
        data = os.pread(descriptor, min(CHUNK, stop - start), start)
        if not data:
            break
        lines += data.count(b"\n")
        start += len(data)
    return lines
