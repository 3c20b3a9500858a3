"""Sharing a first reading out over processes, which read and merge while their parent writes.

Decoding is what takes time, and it can't be shared among threads. Workers are forked where that is safe: not on macOS,
and not from a process that has threads; there they are started as programs of their own. A worker that dies leaves
its share undone, which the parent then does itself.
"""

from __future__ import annotations

import gc
import marshal
import os
import select
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cctl.core.agent.spec import Agent
from cctl.host.pipe import WIDE, widen
from cctl.host.scan import MAX_LINE, Job, Progress, read
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from subprocess import Popen

    from cctl.core.spend.fold import Batch, Price

ALONE_BYTES = 64 << 20  # less than this is read sooner than workers are started
MOST_WORKERS = 8
FULL = 8192  # responses that are merged before they are handed on
_HEADER = 8
_NUMBER = 4  # bytes
_UNIT_BYTES = 1 << 20  # small sessions are taken together
_MOST_UNITS = 1024  # about; twice as many numbers still fit into any pipe
_LARGE_PART = 64  # what is larger than this part of everything is begun first
_PROGRAM = (
    "import marshal, sys; sys.path[:] = marshal.load(sys.stdin.buffer); from cctl.host.crew import serve; serve()"
)

Take = Callable[["Batch", list[Progress]], None]


class Work(NamedTuple):
    """What workers need to know."""

    agents: Mapping[str, Agent]
    price: Price
    max_line: int = MAX_LINE
    whole: bool = False  # last lines need no newline
    once: bool = False  # nobody goes on from here
    audit: bool = False


def run(jobs: Sequence[Job], work: Work, take: Take, *, workers: int | None = None) -> None:
    """Read files, and hand what they hold to `take` in batches that belong together."""
    if workers is None:
        workers = crew_size(sum(job.size - job.offset for job in jobs))
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and there is a lot of it
    try:
        if workers < 2:
            for batch, done in batches(jobs, work):
                take(batch, done)
        else:
            _Crew(jobs, work, take).run(workers)
    finally:
        if collecting and workers > 1:
            gc.freeze()  # what was read stays: looking through it for garbage takes longer than answering
        if collecting:
            gc.enable()


def crew_size(size: int) -> int:
    """How many processes to read so many bytes with."""
    if size < ALONE_BYTES:
        return 1
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        processors = os.cpu_count() or 1
    return min(processors, MOST_WORKERS)


def batches(jobs: Iterable[Job], work: Work) -> Iterator[tuple[Batch, list[Progress]]]:
    """Read files one after the other, and give what they hold when there is enough of it, and at the end."""
    from cctl.core.spend.fold import Fold  # noqa: PLC0415 -- 2 ms that whoever finds nothing new needn't pay

    fold = Fold()
    done: list[Progress] = []
    for job in jobs:
        for step in read(
            job,
            work.agents[job.agent],
            fold,
            max_line=work.max_line,
            whole=work.whole,
            once=work.once,
            audit=work.audit,
        ):
            done.append(step)
            if len(fold) >= FULL:
                yield fold.take(work.price), done
                done = []
    if done:
        yield fold.take(work.price), done


def units(jobs: Sequence[Job]) -> list[list[Job]]:
    """Files in heaps that are taken one after the other, so that all workers end at about the same time.

    Files of one session stay together, since they repeat each other, and small sessions that are neighbours, since
    they may be forks. The largest heaps come first; nothing large is left for the end.
    """
    sessions: dict[tuple[int, str], list[Job]] = {}
    for job in jobs:
        path = job.origin.path
        folder = job.origin.folder
        at = path.find(f"/{folder}/") + len(folder) + 2 if folder else 0
        session = path[:at] + path[at:].partition("/")[0].removesuffix(".jsonl") if at else path
        sessions.setdefault((job.root, session), []).append(job)
    total = sum(job.size - job.offset for job in jobs)
    least, large = max(_UNIT_BYTES, total // _MOST_UNITS), total // _LARGE_PART
    first: list[tuple[int, list[Job]]] = []
    rest: list[list[Job]] = []
    room = 0
    for _, group in sorted(sessions.items()):
        group.sort(key=lambda job: job.origin.path)
        size = sum(job.size - job.offset for job in group)
        if size > large:
            first.append((size, group))
        elif size <= room:
            rest[-1] += group
            room -= size
        else:
            rest.append(group)
            room = least - size
    first.sort(key=lambda each: -each[0])
    return [group for _, group in first] + rest


class _Crew:
    """The parent's side: lays out what there is to do, takes batches in, and does what dead workers left undone."""

    def __init__(self, jobs: Sequence[Job], work: Work, take: Take) -> None:
        self._jobs = jobs
        self._units = units(jobs)
        self._work = work
        self._take = take
        self._done: set[int] = set()  # files that were read to their end
        self._pipes: list[int] = []
        self._forked: list[int] = []
        self._started: list[Popen[bytes]] = []

    def run(self, workers: int) -> None:
        """Read everything."""
        begin = self._fork if forking_is_safe() else self._start
        queue = numbered(len(self._units))
        try:
            for _ in range(min(workers, len(self._units))):
                begin(queue)
            os.close(queue)
            queue = -1
            self._receive()
        finally:
            if queue >= 0:
                os.close(queue)
            self._end()
        for batch, done in batches([job for job in self._jobs if job.file not in self._done], self._work):
            self._take(batch, done)

    def _fork(self, queue: int) -> None:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                for pipe in (*self._pipes, ours):
                    os.close(pipe)
                _serve(theirs, queue, self._units, self._work)
                os._exit(0)
            except BaseException:  # nothing of the parent's may run in this process
                os._exit(1)
        os.close(theirs)
        self._forked.append(child)
        self._pipes.append(ours)

    def _start(self, queue: int) -> None:
        import pickle  # noqa: PLC0415 -- only where forking isn't safe
        from subprocess import PIPE, Popen  # noqa: PLC0415 -- see above

        program = Popen([sys.executable, "-I", "-S", "-c", _PROGRAM], stdin=PIPE, stdout=PIPE, pass_fds=(queue,))
        self._started.append(program)
        if program.stdin is None or program.stdout is None:
            raise OSError("no pipe to a worker")
        self._pipes.append(os.dup(program.stdout.fileno()))
        with program.stdin as pipe:
            pipe.write(marshal.dumps(sys.path) + pickle.dumps((queue, self._units, self._work)))

    def _receive(self) -> None:
        from cctl.core.spend.fold import Batch  # noqa: PLC0415 -- see `batches`

        poll = select.poll()
        for pipe in self._pipes:
            poll.register(pipe, select.POLLIN | select.POLLHUP)
        while self._pipes:
            for pipe, _ in poll.poll():
                data = frame(pipe)
                if data:
                    batch, steps = marshal.loads(data)
                    done = [Progress(*step) for step in steps]
                    self._take(Batch(*batch), done)
                    self._done.update(step.file for step in done if step.size >= 0)
                else:
                    poll.unregister(pipe)
                    self._pipes.remove(pipe)
                    os.close(pipe)

    def _end(self) -> None:
        for pipe in self._pipes:
            os.close(pipe)  # a worker that still writes ends by that
        for child in self._forked:
            os.waitpid(child, 0)
        for program in self._started:
            if program.stdout is not None:
                program.stdout.close()
            program.wait()


def serve() -> None:
    """What a worker that was started as a program does: work from standard input, batches to standard output."""
    import pickle  # noqa: PLC0415 -- see `_start`

    queue, heaps, work = pickle.load(sys.stdin.buffer)  # from the parent, through a pipe that nobody else has
    _serve(1, queue, heaps, work)


def _serve(pipe: int, queue: int, heaps: list[list[Job]], work: Work) -> None:
    gc.disable()
    widen(pipe)
    for batch, done in batches((job for number in taken(queue) for job in heaps[number]), work):
        send(pipe, marshal.dumps((tuple(batch), [tuple(step) for step in done])))
    send(pipe, b"")


def numbered(count: int) -> int:
    """A pipe that holds the numbers of all units, for whichever worker is free to take the next."""
    queue, end = os.pipe()
    os.write(end, b"".join(number.to_bytes(_NUMBER, "big") for number in range(count)))
    os.close(end)
    return queue


def taken(queue: int) -> Iterator[int]:
    """The numbers that this worker gets, one by one."""
    while number := os.read(queue, _NUMBER):
        yield int.from_bytes(number, "big")


def send(pipe: int, frame: bytes) -> None:
    """Hand a frame on; an empty one says that nothing follows."""
    left = memoryview(len(frame).to_bytes(_HEADER, "big") + frame)
    while left:
        left = left[os.write(pipe, left) :]


def frame(pipe: int) -> bytes | None:
    """The next frame; empty when the worker has finished, None when it ended before."""
    header = _exactly(pipe, _HEADER)
    return None if header is None else _exactly(pipe, int.from_bytes(header, "big"))


def _exactly(pipe: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(pipe, min(size, WIDE))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def forking_is_safe() -> bool:
    """Not on macOS, nor from a process that has threads."""
    threading = sys.modules.get("threading")
    return sys.platform != "darwin" and (threading is None or threading.active_count() < 2)
