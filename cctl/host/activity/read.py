"""Reading transcripts for what was done, shared out over processes where there is a lot of it.

Decoding and redacting is what takes time; the parent only writes. What comes in belongs to one block of one file, and
the blocks of a file come in their order. A worker that dies leaves its files to the parent, which reads them anew from
where the memory stands: every deed has an id of its own, so nothing is told twice.
"""

from __future__ import annotations

import gc
import marshal
import os
import select
from collections.abc import Callable, Iterator, Sequence

from cctl.core.activity.deed import Deed, Fact, Outcome, Seen, Watcher
from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.host import crew
from cctl.host.packed import is_packed, unpacked
from cctl.host.pipe import widen
from cctl.host.scan import blocks, mark
from cctl.records.named import NamedTuple

_KINDS = (Deed, Outcome, Fact)
_MOST_UNITS = 1024  # so many numbers fit into any pipe
_UNIT_BYTES = 1 << 20


class Todo(NamedTuple):
    """A transcript with something new in it."""

    path: str
    agent: str
    root: str
    origin: Origin
    size: int
    offset: int
    lines: int
    mark: bytes
    whole: bool = False  # a last line without newline is complete: nobody is writing to it


class Told(NamedTuple):
    """How far a transcript was read."""

    offset: int
    lines: int
    mark: bytes
    dev: int
    ino: int
    size: int
    mtime_ns: int


Take = Callable[[int, list[Seen], Told, bool], None]  # which of the files, what it tells, how far it was read, the end


def share(todo: Sequence[Todo], watcher: Watcher, take: Take) -> None:
    """Read files, and hand on what they tell."""
    workers = crew.crew_size(sum(each.size - each.offset for each in todo))
    done: set[int] = set()
    if workers > 1 and crew.forking_is_safe():
        done = _shared(todo, watcher, take, workers)
    for place, each in enumerate(todo):
        if place not in done:
            for seen, told, last in told_by(each, watcher):
                take(place, seen, told, last)


def told_by(todo: Todo, watcher: Watcher) -> Iterator[tuple[list[Seen], Told, bool]]:
    """What one transcript's new lines tell, block by block; nothing when it can't be read: it will be asked again."""
    try:
        descriptor = os.open(todo.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return
    try:
        yield from (_unpacked if is_packed(todo.path) else _read)(descriptor, todo, watcher)
    except OSError:
        return
    finally:
        os.close(descriptor)


def _unpacked(descriptor: int, todo: Todo, watcher: Watcher) -> Iterator[tuple[list[Seen], Told, bool]]:
    """A packed file, always from its start; what is kept of it tells of the file as it lies there."""
    stat = os.fstat(descriptor)
    with unpacked(todo.path, descriptor) as inside:
        for seen, told, last in _read(inside, todo._replace(offset=0, lines=0), watcher):
            size, changed = (stat.st_size, stat.st_mtime_ns) if last else (0, 0)
            yield seen, told._replace(dev=stat.st_dev, ino=stat.st_ino, size=size, mtime_ns=changed), last


def _read(descriptor: int, todo: Todo, watcher: Watcher) -> Iterator[tuple[list[Seen], Told, bool]]:
    stat = os.fstat(descriptor)
    offset, number = todo.offset, todo.lines
    if offset > stat.st_size or (offset and mark(descriptor, offset) != todo.mark):
        offset, number = 0, 0
    reader = agents()[todo.agent].open(todo.origin)
    for block in blocks(descriptor, offset, stat.st_size, whole=todo.whole):
        seen: list[Seen] = []
        for line in block.data.removesuffix(b"\n").split(b"\n"):
            number += 1
            for record in reader.read(line, number):
                seen += watcher.see(record)
        number += block.skipped
        offset = block.end
        yield seen, Told(offset, number, mark(descriptor, offset), stat.st_dev, stat.st_ino, offset, 0), False
    whole = Told(offset, number, mark(descriptor, offset), stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    yield [], whole, True


def _shared(todo: Sequence[Todo], watcher: Watcher, take: Take, workers: int) -> set[int]:
    """Let workers read; which files are done."""
    done: set[int] = set()
    units = _units(todo)
    queue = crew.numbered(len(units))
    pipes: list[int] = []
    children: list[int] = []
    try:
        for _ in range(min(workers, len(units))):
            ours, theirs = os.pipe()
            child = os.fork()
            if child == 0:
                try:
                    for pipe in (*pipes, ours):
                        os.close(pipe)
                    _serve(theirs, queue, units, todo, watcher)
                    os._exit(0)
                except BaseException:  # nothing of the parent's may run in this process
                    os._exit(1)
            os.close(theirs)
            pipes.append(ours)
            children.append(child)
        _receive(pipes, take, done)
    finally:
        for pipe in (queue, *pipes):
            os.close(pipe)  # a worker that still writes ends by that
        for child in children:
            os.waitpid(child, 0)
    return done


def _serve(pipe: int, queue: int, units: list[list[int]], todo: Sequence[Todo], watcher: Watcher) -> None:
    gc.disable()
    widen(pipe)
    for number in crew.taken(queue):
        for place in units[number]:
            for seen, told, last in told_by(todo[place], watcher):
                plain = [(_KINDS.index(type(each)), tuple(each)) for each in seen]
                crew.send(pipe, marshal.dumps((place, plain, tuple(told), last)))
    crew.send(pipe, b"")


def _receive(pipes: list[int], take: Take, done: set[int]) -> None:
    poll = select.poll()
    for pipe in pipes:
        poll.register(pipe, select.POLLIN | select.POLLHUP)
    while pipes:
        for pipe, _ in poll.poll():
            frame = crew.frame(pipe)
            if frame:
                place, plain, told, last = marshal.loads(frame)
                take(place, [_KINDS[kind](*values) for kind, values in plain], Told(*told), last)
                if last:
                    done.add(place)
            else:
                poll.unregister(pipe)
                pipes.remove(pipe)
                os.close(pipe)


def _units(todo: Sequence[Todo]) -> list[list[int]]:
    """Files in heaps of neighbours, which repeat each other."""
    least = max(_UNIT_BYTES, sum(each.size - each.offset for each in todo) // _MOST_UNITS)
    units: list[list[int]] = []
    room = 0
    for place, each in enumerate(todo):
        if room <= 0:
            units.append([])
            room = least
        units[-1].append(place)
        room -= each.size - each.offset
    return units
