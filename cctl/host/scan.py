"""Reading transcripts for spend: only new bytes, only whole lines, in memory that no file or line can blow up.

A file is read from where the last reading stood, as long as it is still the same file up to there; otherwise from its
start, which does no harm. A line without its newline is not there yet. A line longer than the limit is passed over
without being held, and named.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.agent.spec import Agent, Origin, Skip
from cctl.core.blake import blake2b
from cctl.host.packed import ENDINGS, unpacked
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.core.spend.fold import Fold, Price

BLOCK = 8 << 20
MAX_LINE = 16 << 20
_META = 64 << 10  # bytes of a meta file that are looked at
_HEAD, _TAIL = 1024, 256  # bytes that tell a file from another one that took its place


Tell = Callable[[int, int], None]  # bytes read, bytes to read


class Reading(NamedTuple):
    """How transcripts are read."""

    agents: Mapping[str, Agent]
    price: Price
    max_line: int = MAX_LINE
    tell: Tell | None = None  # is told after each batch
    workers: int | None = None  # as many as pay, when not given
    ahead: Callable[[str], bytes | None] | None = None  # packed listings of homes that were walked already
    late: Callable[[Exception], None] | None = None  # is told when the ledger fails only while it is asked


class Job(NamedTuple):
    """What is to be read of one file."""

    file: int
    root: int
    agent: str
    origin: Origin  # with its path
    offset: int = 0  # where the last reading stood
    mark: bytes = b""  # of what was read up to there
    state: bytes = b""  # what the reader needs to go on
    size: int = 0  # what is expected


class Progress(NamedTuple):
    """How far a file has been read; `failed` names why it couldn't be."""

    file: int
    dev: int
    ino: int
    size: int  # -1 while there is more to read
    mtime_ns: int
    offset: int
    mark: bytes
    state: bytes
    anew: bool  # read from its start, although it had been read before
    skips: tuple[tuple[str, int], ...]  # what was passed over: why, and where
    failed: str = ""


def read(
    job: Job,
    agent: Agent,
    fold: Fold,
    *,
    max_line: int = MAX_LINE,
    whole: bool = False,
    once: bool = False,
    audit: bool = False,
) -> Iterator[Progress]:
    """Fold a file's new lines in; says after each block how far it came, and at the end.

    `once` spares the marks that only a later reading needs. `whole` takes a last line without newline as complete: the
    file is finite, and nobody is writing to it.
    """
    try:
        descriptor = os.open(job.origin.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as problem:
        yield _failed(job, problem)
        return
    steps = _read_packed if job.origin.path.endswith(ENDINGS) else _read
    try:
        for step in steps(descriptor, job, agent, fold, max_line=max_line, whole=whole, audit=audit):
            yield step if once else step._replace(mark=mark(descriptor, step.offset))
    except OSError as problem:
        yield _failed(job, problem)
    finally:
        os.close(descriptor)


def _read_packed(
    descriptor: int, job: Job, agent: Agent, fold: Fold, *, max_line: int, whole: bool, audit: bool
) -> Iterator[Progress]:
    """A packed file, always from its start: nobody appends to it. What is kept tells of the file as it lies there."""
    told = os.fstat(descriptor)
    afresh = job._replace(mark=b"")  # so that it is none of what was read before
    with unpacked(job.origin.path, descriptor) as inside:
        for step in _read(inside, afresh, agent, fold, max_line=max_line, whole=True, audit=audit):
            size = told.st_size if step.size >= 0 else -1
            step = step._replace(size=size, offset=max(size, 0), state=b"")  # noqa: PLW2901 -- the same step
            yield step._replace(dev=told.st_dev, ino=told.st_ino, mtime_ns=told.st_mtime_ns)


def _read(
    descriptor: int, job: Job, agent: Agent, fold: Fold, *, max_line: int, whole: bool, audit: bool
) -> Iterator[Progress]:
    told = os.fstat(descriptor)
    offset, state = job.offset, job.state
    anew = offset > told.st_size or (offset > 0 and mark(descriptor, offset) != job.mark)
    if anew:
        offset, state = 0, b""
    skips: list[Skip] = []
    names: dict[str, Any] = {"agent": job.agent, "root": job.root, "file": job.file, "path": job.origin.path}
    for block in blocks(descriptor, offset, told.st_size, max_line=max_line, whole=whole):
        if block.skipped:
            skips.append(Skip("too_long", block.at))
        if block.data:
            scanned = agent.scan(block.data, job.origin, block.at, state, audit=audit)
            skips += scanned.skips
            skips += fold.add(scanned.rows, **names)
            state = scanned.state
        offset = block.end
        if not block.last:
            yield _progress(job, told, offset, state, anew, skips)._replace(size=-1)
            skips, anew = [], False
    yield _progress(job, told, offset, state, anew, skips)


class Block(NamedTuple):
    """Whole lines of a file."""

    at: int  # offset of the first
    data: bytes
    end: int  # offset behind the last
    skipped: bool  # nothing but a line that is too long
    last: bool  # nothing whole follows


def blocks(
    descriptor: int, offset: int, size: int, *, max_line: int = MAX_LINE, whole: bool = False
) -> Iterator[Block]:
    """The whole lines of a file from an offset to its size, in blocks that fit into memory."""
    step = max(1, min(BLOCK, max_line))  # so that a line that is too long is never whole in one piece
    rest: list[bytes] = []  # pieces of a line that has no newline yet
    held = 0  # their length
    at = position = offset  # start of that line, and how far the file was read
    while position < size:
        data = os.pread(descriptor, min(step, size - position), position)
        if not data:
            return  # cut while it was read
        position += len(data)
        stop = data.find(b"\n") + 1
        if not stop:
            held += len(data)
            rest = [*rest, data] if held <= max_line else []
            continue
        if held + stop - 1 > max_line:
            yield Block(at, b"", at + held + stop, True, False)
            at, rest, held = at + held + stop, [], 0
            data = data[stop:]
        stop = data.rfind(b"\n") + 1
        if stop:
            rest.append(data if stop == len(data) else data[:stop])
            lines = rest[0] if len(rest) == 1 else b"".join(rest)
            yield Block(at, lines, at + len(lines), False, position >= size)
            at, rest, held = at + len(lines), [], 0
            data = data[stop:]
        if data:
            rest.append(data)
            held += len(data)
    if whole and held:
        yield Block(at, b"".join(rest), position, held > max_line, True)


def subagent_type(meta: str) -> str:
    """The type of a sub-agent, from the small file beside its transcript; "" when that doesn't tell."""
    import json  # noqa: PLC0415 -- only sub-agents have such a file

    try:
        descriptor = os.open(meta, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            told = json.loads(os.pread(descriptor, _META, 0))
        finally:
            os.close(descriptor)
    except (OSError, ValueError, RecursionError):
        return ""
    kind = told.get("agentType") if isinstance(told, dict) else None
    return kind if isinstance(kind, str) else ""


def mark(descriptor: int, offset: int) -> bytes:
    """A hash of a file's head and of what stands before an offset: what was read up to there is still the same."""
    digest = blake2b(os.pread(descriptor, min(offset, _HEAD), 0), digest_size=12)
    digest.update(os.pread(descriptor, min(offset, _TAIL), max(0, offset - _TAIL)))
    return digest.digest()


def _progress(job: Job, told: os.stat_result, offset: int, state: bytes, anew: bool, skips: list[Skip]) -> Progress:
    return Progress(
        job.file,
        told.st_dev,
        told.st_ino,
        told.st_size,
        told.st_mtime_ns,
        offset,
        b"",
        state,
        anew,
        tuple((skip.reason, skip.at) for skip in skips),
    )


def _failed(job: Job, problem: OSError) -> Progress:
    why = problem.strerror or type(problem).__name__
    return Progress(job.file, 0, 0, 0, 0, job.offset, job.mark, job.state, False, (), why)
