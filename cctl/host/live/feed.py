"""Chunks of lines → records: one reader per file, of which only those in use are held.

A reader remembers what later lines need, some tens of kilobytes; five thousand of them would be more than all else
together. One that was let go, or of an earlier run, is made anew in the middle of its file, and first reads what stands
there before without saying it: some lines are understood only by the next one, and what was begun must be ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping

from cctl.core.agent.spec import Agent, Origin, Reader
from cctl.core.moment import stamp
from cctl.host.live.files import Files
from cctl.host.tail import Chunk, before
from cctl.records import codec
from cctl.records.schema import Record

HELD = 256
PRIMED = 32 << 10  # bytes of a file's beginning, and of what stands before its new lines, that a new reader is shown


class Feed:
    """Readers of the files that grow."""

    def __init__(self, agents: Mapping[str, Agent], files: Files, *, held: int = HELD) -> None:
        self._agents, self._files, self._held = agents, files, held
        self._readers: OrderedDict[str, Reader] = OrderedDict()
        self._counted: dict[str, int] = {}

    def fresh(self) -> Feed:
        """Another one over the same files, that has said nothing yet."""
        return Feed(self._agents, self._files, held=self._held)

    def records(self, chunk: Chunk, now_ms: int) -> Iterator[Record]:
        """The records of a chunk."""
        reader = self._reader(chunk)
        if reader is None:
            return
        for number in chunk.too_long:
            self._count("line_too_long")
            text = "line over the limit"
            yield codec.error("line_too_long", text, ts=stamp(now_ms), path=chunk.path, line=number)
        for number, line in enumerate(chunk.lines, chunk.first):
            if line:
                for record in reader.read(line, number):
                    if chunk.replayed:
                        record["replayed"] = True
                    yield record

    def forget(self, path: str) -> None:
        """Let a reader go."""
        reader = self._readers.pop(path, None)
        if reader:
            for reason, count in reader.skipped.items():
                self._count(reason, count)

    @property
    def skipped(self) -> dict[str, int]:
        """What was passed over, by reason."""
        found = dict(self._counted)
        for reader in self._readers.values():
            for reason, count in reader.skipped.items():
                found[reason] = found.get(reason, 0) + count
        return found

    def _reader(self, chunk: Chunk) -> Reader | None:
        path = chunk.path
        if chunk.anew:
            self.forget(path)
        reader = self._readers.get(path)
        if reader is not None:
            self._readers.move_to_end(path)
            return reader
        found = self._files.origin(path)
        if found is None:
            return None
        name, origin = found
        reader = self._readers[path] = self._open(name, origin)
        if chunk.at:
            _prime(reader, chunk)
        while len(self._readers) > self._held:
            self.forget(next(iter(self._readers)))
        return reader

    def _open(self, name: str, origin: Origin) -> Reader:
        return self._agents[name].open(origin)

    def _count(self, reason: str, count: int = 1) -> None:
        self._counted[reason] = self._counted.get(reason, 0) + count


def _prime(reader: Reader, chunk: Chunk) -> None:
    """Show a reader the lines before those that it is to read."""
    first, latest = before(chunk.path, chunk.at, PRIMED)
    for number, line in [*enumerate(first, 1), *enumerate(latest, chunk.first - len(latest))]:
        if line:
            reader.read(line, number)
    reader.skipped.clear()  # whoever read them counted it
