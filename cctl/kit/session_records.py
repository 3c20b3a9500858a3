"""The records of one session for a verb: by its name, from a file, from standard input, or live until it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin, Reader
from cctl.host import transcript
from cctl.host.tail import Tail
from cctl.kit.sound import sound
from cctl.records import codec
from cctl.records.errors import NoInput
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.transcript import Line, Transcript
    from cctl.kit.run import Run
    from cctl.kit.source import Batch

_POLL_S, _STATE_S = 0.25, 2.0


class Input(NamedTuple):
    """What was given: the records of a session, or the lines of a cast."""

    records: Iterable[Record] = ()
    cast: Iterable[str] | None = None
    name: str = ""


def is_cast(head: bytes) -> bool:
    """Whether a file begins as a cast does."""
    line = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    import json  # noqa: PLC0415 -- 1 ms that only named inputs pay

    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("version") in (1, 2, 3) and ("width" in found or "term" in found)


def is_record(line: bytes) -> bool:
    """Whether a line is a record of ours, and not an agent's."""
    try:
        found = codec.decode(line)
    except codec.BadLine:
        return False
    return {"type", "v", "ts"} <= found.keys()


def given(run: Run, name: str) -> Input:
    """What a name stands for: `-`, a file of records, a cast, a transcript, a session."""
    if name == "-":
        run.reads_stdin = True
        return _streamed(run)
    if os.path.isfile(name):  # noqa: PTH113 -- pathlib costs 9 ms at every start
        head = transcript.head_of(name)
        if is_cast(head):
            return Input(cast=_text(transcript.lines(name)), name=name)
        if is_record(head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]):
            return Input(sound(run, run.records([name])))
    return Input(_transcribed(run, transcript.named(run.world, [name])))


def _text(lines: Iterable[Line]) -> Iterator[str]:
    return (line.data.decode("utf-8", "replace") for line in lines)


def _streamed(run: Run) -> Input:
    """Standard input: its first line says what it is."""
    batches = run.batches(["-"])
    head: list[Batch] = []
    first = b""
    for batch in batches:
        head.append(batch)
        first = next((line for line in batch.lines if line.strip()), b"")
        if first:
            break
    if is_cast(first):
        return Input(cast=(line.decode("utf-8", "replace") for line in _lines(head, batches)), name="standard input")
    if is_record(first) or not first:
        return Input(sound(run, _decoded(run, head, batches)))
    agent = transcript.recognise(b"\n".join(line for batch in head for line in batch.lines))
    if not agent:
        raise NoInput("standard input: neither records, nor a cast, nor the transcript of an agent that cctl knows")
    reader = agents()[agent].open(Origin("-"))
    return Input(_read(reader, enumerate(_lines(head, batches), 1)))


def _lines(head: Sequence[Batch], rest: Iterable[Batch]) -> Iterator[bytes]:
    for batches in (head, rest):
        for batch in batches:
            yield from batch.lines


def _decoded(run: Run, head: Sequence[Batch], rest: Iterable[Batch]) -> Iterator[Record]:
    for line in _lines(head, rest):
        if line := line.strip(b"\r \t"):
            try:
                yield codec.decode(line)
            except codec.BadLine as bad:
                run.skip(bad.code)


def _transcribed(run: Run, found: Sequence[Transcript]) -> Iterator[Record]:
    for each in found:
        reader = agents()[each.agent].open(each.origin)
        yield from _read(reader, _short(run, transcript.lines(each.path)))
        for reason, count in reader.skipped.items():
            run.skip(reason, count)


def _short(run: Run, lines: Iterable[Line]) -> Iterator[tuple[int, bytes]]:
    for number, data, whole in lines:
        if len(data) > run.shared.max_line:
            run.skip("line_too_long")
        elif not whole and not data.rstrip().endswith(b"}"):
            run.skip("torn")
        else:
            yield number, data


def _read(reader: Reader, lines: Iterable[tuple[int, bytes]]) -> Iterator[Record]:
    for number, data in lines:
        yield from reader.read(data, number)
    yield from reader.finish()


def live(run: Run, name: str) -> Iterator[Record]:
    """The records of a session as they come, until it has ended; an interrupt ends it too."""
    found = transcript.named(run.world, [name])
    session = found[0].origin.session
    tail = Tail(max_line=run.shared.max_line)
    readers = {each.path: agents()[each.agent].open(each.origin) for each in found}
    for path in readers:
        tail.open(path)
    looked = 0.0
    try:
        while True:
            fresh = False
            for path, reader in readers.items():
                for chunk in tail.read(path):
                    fresh = True
                    for number, line in enumerate(chunk.lines, chunk.first):
                        yield from reader.read(line, number)
            if not fresh and time.monotonic() - looked > _STATE_S:
                looked = time.monotonic()
                if not _is_alive(run, session):
                    break
            if not fresh:
                time.sleep(_POLL_S)
    except KeyboardInterrupt:
        run.say.warn("interrupted; the reel ends here")
    for reader in readers.values():
        yield from reader.finish()


def _is_alive(run: Run, session: str) -> bool:
    from cctl.kit.alive import machine, snapshot  # noqa: PLC0415 -- only live recording asks

    now_ms = run.world.now_ms()
    states = {str(each.get("session")): each.get("state") for each in snapshot(machine(run), now_ms, now_ms)}
    return states.get(session, "finished") != "finished"
