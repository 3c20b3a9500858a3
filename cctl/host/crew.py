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
from typing import TYPE_CHECKING, NamedTuple

from cctl.core.agent.spec import Agent
from cctl.core.spend.fold import Batch, Fold, Price
from cctl.host.scan import MAX_LINE, Job, Progress, read

if TYPE_CHECKING:
    from subprocess import Popen

ALONE_BYTES = 64 << 20  # less than this is read sooner than workers are started
MOST_WORKERS = 8
FULL = 8192  # responses that are merged before they are handed on
_PIPE_BYTES = 1 << 20
_HEADER = 8
_PROGRAM = (
    "import marshal, sys; sys.path[:] = marshal.load(sys.stdin.buffer); from cctl.host.crew import serve; serve()"
)

Take = Callable[[Batch, list[Progress]], None]


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
            _Crew(work, take).run(heap for heap in shares(jobs, workers) if heap)
    finally:
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


def shares(jobs: Sequence[Job], workers: int) -> list[list[Job]]:
    """Files in as many heaps of about the same size; those of one session stay together, since they repeat each other.

    In a heap they are in the order of their paths, so that what forks copied is met soon after the original.
    """
    sessions: dict[tuple[int, str], list[Job]] = {}
    for job in jobs:
        path = job.origin.path
        folder = job.origin.folder
        at = path.find(f"/{folder}/") + len(folder) + 2 if folder else 0
        session = path[:at] + path[at:].partition("/")[0].removesuffix(".jsonl") if at else path
        sessions.setdefault((job.root, session), []).append(job)
    heaps: list[list[Job]] = [[] for _ in range(workers)]
    sizes = [0] * workers
    sized = [(sum(job.size - job.offset for job in group), key) for key, group in sessions.items()]
    for size, key in sorted(sized, reverse=True):
        least = sizes.index(min(sizes))
        sizes[least] += size
        heaps[least] += sessions[key]
    return [sorted(heap, key=lambda job: job.origin.path) for heap in heaps]


class _Crew:
    """The parent's side: hands shares out, takes batches in, and does what a dead worker left undone."""

    def __init__(self, work: Work, take: Take) -> None:
        self._work = work
        self._take = take
        self._shares: dict[int, list[Job]] = {}  # by the pipe that its batches come through
        self._undone: list[list[Job]] = []
        self._forked: list[int] = []
        self._started: list[Popen[bytes]] = []

    def run(self, heaps: Iterable[list[Job]]) -> None:
        """Read all heaps, one worker each."""
        begin = self._start if sys.platform == "darwin" or _has_threads() else self._fork
        try:
            for heap in heaps:
                self._shares[begin(heap)] = heap
            self._receive()
        finally:
            self._end()
        for heap in self._undone:
            for batch, done in batches(heap, self._work):
                self._take(batch, done)

    def _fork(self, heap: list[Job]) -> int:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _serve(theirs, heap, self._work)
                os._exit(0)
            except BaseException:  # nothing of the parent's may run in this process
                os._exit(1)
        os.close(theirs)
        self._forked.append(child)
        return ours

    def _start(self, heap: list[Job]) -> int:
        import pickle  # noqa: PLC0415 -- only where forking isn't safe
        from subprocess import PIPE, Popen  # noqa: PLC0415 -- see above

        program = Popen([sys.executable, "-I", "-S", "-c", _PROGRAM], stdin=PIPE, stdout=PIPE)
        self._started.append(program)
        if program.stdin is None or program.stdout is None:
            raise OSError("no pipe to a worker")
        with program.stdin as pipe:
            pipe.write(marshal.dumps(sys.path) + pickle.dumps((heap, self._work)))
        return os.dup(program.stdout.fileno())

    def _receive(self) -> None:
        poll = select.poll()
        for pipe in self._shares:
            poll.register(pipe, select.POLLIN | select.POLLHUP)
        while self._shares:
            for pipe, _ in poll.poll():
                frame = _frame(pipe)
                if frame:
                    batch, done = marshal.loads(frame)
                    self._take(Batch(*batch), [Progress(*step) for step in done])
                    continue
                heap = self._shares.pop(pipe)
                poll.unregister(pipe)
                os.close(pipe)
                if frame is None:
                    self._undone.append(heap)

    def _end(self) -> None:
        for pipe in self._shares:
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

    heap, work = pickle.load(sys.stdin.buffer)  # from the parent, through a pipe that nobody else has
    _serve(1, heap, work)


def _serve(pipe: int, heap: list[Job], work: Work) -> None:
    gc.disable()
    _widen(pipe)
    for batch, done in batches(heap, work):
        _send(pipe, marshal.dumps((tuple(batch), [tuple(step) for step in done])))
    _send(pipe, b"")


def _send(pipe: int, frame: bytes) -> None:
    left = memoryview(len(frame).to_bytes(_HEADER, "big") + frame)
    while left:
        left = left[os.write(pipe, left) :]


def _frame(pipe: int) -> bytes | None:
    """The next frame; empty when the worker has finished, None when it ended before."""
    header = _exactly(pipe, _HEADER)
    return None if header is None else _exactly(pipe, int.from_bytes(header, "big"))


def _exactly(pipe: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(pipe, min(size, _PIPE_BYTES))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _widen(pipe: int) -> None:
    """Let a worker go on while the parent writes."""
    try:
        import fcntl  # noqa: PLC0415 -- 1 ms, and only workers need it

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (AttributeError, OSError):
        pass  # not on Linux, or not allowed: slower, not wrong


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1
