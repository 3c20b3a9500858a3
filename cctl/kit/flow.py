"""Lines through a filter: what it reads is decoded, what it doesn't passes as it came.

Nearly every line is as cctl writes it: its type stands first, and nothing is wrong with it. Such a line takes a short
road, on which a filter that only looks at records has no more of them decoded than it looks at; any other line is
looked at as closely as it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cctl.kit.run import KNOWN_V, Run
from cctl.kit.source import Batch
from cctl.kit.verb import Filter
from cctl.records import codec
from cctl.records.schema import Record

_BEGIN = b'{"type":"'
_NAME_AT = len(_BEGIN)
_NAME_MOST = 40  # bytes in which the name of a type ends
_CLOSED = ord("}")
_ASIDE = ("end", "error")  # an end waits, an error is counted
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Flow:
    """The lines of one filter; the last `end` waits until it has finished."""

    def __init__(self, run: Run, node: Filter) -> None:
        self.run, self.node = run, node
        self.all = "*" in run.meta.reads
        self.reads = frozenset(run.meta.reads)
        self.folds = run.meta.kind in ("fold", "sink")
        self.ends: list[bytes] = []
        self._start = 0
        self._decoders: dict[bytes, Callable[[bytes], Any]] = {}
        named = node.looks_at.keys() if self.all else self.reads
        self._named = self.reads | {*_ASIDE}
        for kind in named - {*_ASIDE}:
            fields = node.looks_at.get(kind)
            made = codec.decoder({"type", "v", *fields}, node.later.get(kind, ())) if fields else codec.strict
            self._decoders[kind.encode()] = made
        self._other = codec.strict if self.all else None  # what decodes a type that isn't named; None: it isn't read

    def batch(self, batch: Batch) -> None:
        """One batch of lines; those that pass one after another leave in one piece."""
        for number in batch.too_long:
            self._bad(self.run.too_long(batch, number))
        decoders, other, feed = self._decoders, self._other, self.node.feed
        since = self._start = 0  # the first of the lines that pass, and where it begins
        for at, line in enumerate(batch.lines):
            record = None
            try:
                if line.startswith(_BEGIN) and line[-1] == _CLOSED and not self.ends:
                    decode = decoders.get(line[_NAME_AT : line.find(b'"', _NAME_AT, _NAME_MOST)], other)
                    if decode is not None:
                        record = decode(line)
                    elif codec.quick_head(line).type not in self._named:
                        continue
            except codec.ODD:
                pass
            if record is None or record["type"] in _ASIDE or record.get("v", 1) != KNOWN_V:
                since = self._leave(batch, since, at)
                if line:
                    self.line(line, batch.path, batch.first + at)
                continue
            try:
                answer = feed(record)
            except _FAULTS:
                since = self._leave(batch, since, at)
                self._faulted(line, batch.path, batch.first + at)
                continue
            if answer is not None:
                since = self._leave(batch, since, at)
                self._answered(answer, line, record)
        self._leave(batch, since, len(batch.lines))

    def _leave(self, batch: Batch, since: int, until: int) -> int:
        """Let the lines from one up to another go, unless this is a fold; the number of the line after both."""
        if self.folds:
            return until + 1
        passing, out = batch.lines[since:until], self.run.out
        if not (out.lines and batch.block):
            for line in passing:
                self.forward(line)
            return until + 1
        start = self._start
        stop = start + sum(map(len, passing)) + len(passing)
        if passing:
            out.raw(memoryview(batch.block)[start : stop - 1])  # type: ignore[arg-type]  # joined as bytes are
            out.records += len(passing) - 1
        self._start = stop + sum(map(len, batch.lines[until : until + 1])) + 1
        return until + 1

    def line(self, line: bytes, path: str, number: int) -> None:
        """One line, whatever it is."""
        if line[-1] == 13:
            line = line[:-1]
        try:
            head = codec.head(line)
            if head.type == "end":
                return self._ended(line)
            if self.ends and not self.folds:
                self.release()
            if self.all or head.type in self.reads:
                return self._feed(line, codec.decode(line), path, number)
        except codec.BadLine as bad:
            if line.strip():
                self._bad(self.run.error(bad.code, str(bad), path=path, line=number))
            return None
        if not self.folds or head.type == "error":
            self.forward(line, error=head.type == "error")
        return None

    def forward(self, line: bytes, *, error: bool = False) -> None:
        """A line that this verb has nothing to say about."""
        if self.run.out.lines:
            self.run.out.raw(line, error=error)
        else:
            self.run.out.record(codec.decode(line))

    def release(self) -> None:
        """Let the held `end` go: at the end of the input, or when joined streams go on after it."""
        for line in self.ends:
            self.forward(line)
        self.ends.clear()

    def _feed(self, line: bytes, record: Record, path: str, number: int) -> None:
        version = record.get("v", 1)
        if type(version) is int and version > KNOWN_V:
            self.run.newer(str(record.get("type")), version)
        try:
            answer = self.node.feed(record)
        except _FAULTS:
            return self._faulted(line, path, number)
        if answer is not None:
            self._answered(answer, line, record)
        elif not self.folds or record.get("type") == "error":
            self.forward(line, error=record.get("type") == "error")
        return None

    def _answered(self, answer: list[Record], line: bytes, record: Record) -> None:
        for each in answer:
            if each is record:  # it stays as it came, to the byte
                self.forward(line, error=record.get("type") == "error")
            else:
                self.run.out.record(each)

    def _faulted(self, line: bytes, path: str, number: int) -> None:
        """A record with fields that hold what nobody declared passes on unjudged, and is told of; else it's ours."""
        from cctl.kit.sound import problem  # noqa: PLC0415 -- hardly any stream has one

        try:
            record = codec.decode(line)
        except codec.BadLine as bad:  # in a field that was left for later
            return self._bad(self.run.error(bad.code, str(bad), path=path, line=number))
        wrong = problem(record)
        if not wrong:
            raise  # noqa: PLE0704 -- called where the fault is caught
        if not self.folds:
            self.forward(line, error=record.get("type") == "error")
        return self._bad(self.run.error("bad_field", wrong, path=path, line=number))

    def _bad(self, record: Record) -> None:
        """An error record in place of a line; who judges everything is told of it."""
        self.run.out.record(record)
        if self.all:
            self.node.feed(record)

    def _ended(self, line: bytes) -> None:
        if not self.folds:
            self.release()
        self.ends.append(line)
        if self.all or "end" in self.reads:
            self.node.feed(codec.decode(line))
