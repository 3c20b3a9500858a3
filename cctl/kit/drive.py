"""Running a verb: input to function to output, the `end` record, the exit status. One driver per kind of flow."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import KNOWN_V, Run
from cctl.kit.source import Batch, waiting
from cctl.kit.verb import Filter, Meta
from cctl.records import codec
from cctl.records.errors import BadData, UsageError
from cctl.records.exits import worst
from cctl.records.schema import Record

_BEGIN = b'{"type":"'
_NAME_AT = len(_BEGIN)
_NAME_MOST = 40  # bytes in which the name of a type that is read ends


def drive(meta: Meta, function: Callable[..., Any], shared: Shared, options: dict[str, Any]) -> int:
    """Run one verb; the exit status."""
    world = World(os.environ)
    out = Out(style(shared, world), columns=shared.columns or meta.columns, deaf=meta.kind == "gate")
    run = Run(meta, world, shared, out)
    if meta.kind in ("source", "action", "service"):
        run.reads_stdin = "-" in (options.get("files") or ())
        return _source(run, function(run, **options), may_read="files" in options)
    if meta.kind in ("viewer", "adapter"):
        return int(function(run, **options) or 0)
    files = run.inputs(options.pop("files"))
    if not files and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("reads records on standard input; pipe a source into it or name a FILE")
    run.shared = shared._replace(files0_from="")  # the names are read
    return _filter(run, function(run, **options), files)


def style(shared: Shared, world: World) -> str:
    """The output format: the flag, else `CCTL_FORMAT` on a terminal only, so that no pipe is ever changed by it."""
    if shared.format:
        return shared.format
    wanted = world.env.get("CCTL_FORMAT", "")
    return wanted if wanted and sys.stdout is not None and sys.stdout.isatty() else "jsonl"


def _source(run: Run, records: Iterable[Record], *, may_read: bool) -> int:
    out, live = run.out, run.meta.live
    for record in (records or ()) if live else ():
        out.record(record)
        out.flush()
    if not live:
        out.several(records or ())
    code = worst(run.status, 65 if run.shared.strict and out.errors else 0)
    end: Record = {"type": "end", "v": 1, "ts": run.world.now(), "of": run.meta.name}
    end |= {"records": out.records, "errors": out.errors, "exit": code}
    if run.skipped:
        end["skipped"] = dict(sorted(run.skipped.items()))
    if run.meta.kind == "source" and not (run.forwards_end or run.quiet_output):
        out.record(end)
    out.close()
    if may_read and not run.reads_stdin and (ignored := waiting()):
        run.say.warn(f"{ignored} bytes on standard input were ignored; say `-` to read them")
    _complain(run)
    return code


def _filter(run: Run, node: Filter, files: list[str]) -> int:
    flow = _Flow(run, node)
    for batch in run.batches(files):
        flow.batch(batch)
        run.out.flush()
    for record in node.finish():
        run.out.record(record)
    if not run.quiet_output:
        flow.release()
    run.out.close()
    _complain(run)
    code = node.status() if run.meta.kind == "gate" or run.shared.exit_code else 0
    return worst(code, run.status, 65 if run.shared.strict and run.out.errors else 0)


class _Flow:
    """Lines through a filter: what it doesn't read passes as it came; the last `end` waits until it has finished."""

    def __init__(self, run: Run, node: Filter) -> None:
        self.run, self.node = run, node
        self.all = "*" in run.meta.reads
        self.reads = frozenset(run.meta.reads)
        self.begins = {kind.encode() for kind in self.reads - {"end"}}
        self.folds = run.meta.kind in ("fold", "sink")
        self.ends: list[bytes] = []

    def batch(self, batch: Batch) -> None:
        """One batch of lines."""
        for number in batch.too_long:
            self._bad(self.run.too_long(batch, number))
        number = batch.first
        for line in batch.lines:
            if line:
                self.line(line, batch.path, number)
            number += 1

    def line(self, line: bytes, path: str, number: int) -> None:
        """One line."""
        if line[-1] == 13:
            line = line[:-1]
        try:
            if self._reads(line):  # as cctl writes it: no need to look what it is before decoding it
                record = codec.decode(line)
                if record["type"] != "end":
                    return self._feed(line, record, path, number)
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

    def _reads(self, line: bytes) -> bool:
        """Whether a line plainly begins as one that is read; another may be one, too."""
        if not line.startswith(_BEGIN):
            return False
        name = line[_NAME_AT : line.find(b'"', _NAME_AT, _NAME_MOST)]
        return name in self.begins or (self.all and name != b"end")

    def _bad(self, record: Record) -> None:
        """An error record in place of a line; who judges everything is told of it."""
        self.run.out.record(record)
        if self.all:
            self.node.feed(record)

    def forward(self, line: bytes, *, error: bool = False) -> None:
        """A line that this verb has nothing to say about."""
        if self.run.out.lines:
            self.run.out.raw(line, error=error)
        else:
            self.run.out.record(codec.decode(line))

    def _feed(self, line: bytes, record: Record, path: str, number: int) -> None:
        if self.ends and not self.folds:
            self.release()
        version = record.get("v", 1)
        if type(version) is int and version > KNOWN_V:
            self.run.newer(str(record.get("type")), version)
        try:
            answer = self.node.feed(record)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            wrong = _wrong(record)
            if not wrong:
                raise
            return self._unfit(line, record, self.run.error("bad_field", wrong, path=path, line=number))
        if answer is None:
            if not self.folds or record.get("type") == "error":
                self.forward(line, error=record.get("type") == "error")
        else:
            for each in answer:
                if each is record:  # it stays as it came, to the byte
                    self.forward(line, error=record.get("type") == "error")
                else:
                    self.run.out.record(each)

    def _unfit(self, line: bytes, record: Record, error: Record) -> None:
        """A record with fields that hold what nobody declared passes on unjudged, and is told of."""
        if not self.folds:
            self.forward(line, error=record.get("type") == "error")
        self._bad(error)

    def release(self) -> None:
        """Let the held `end` go: at the end of the input, or when joined streams go on after it."""
        for line in self.ends:
            self.forward(line)
        self.ends.clear()

    def _ended(self, line: bytes) -> None:
        if not self.folds:
            self.release()
        self.ends.append(line)
        if self.all or "end" in self.reads:
            self.node.feed(codec.decode(line))


def _wrong(record: Record) -> str:
    """What is wrong with the fields of a record, if anything is."""
    from cctl.kit.sound import problem  # noqa: PLC0415 -- hardly any stream has one

    return problem(record)


def _complain(run: Run) -> None:
    """Say what a format could not show, and under `--strict` that a record was bad."""
    if run.out.skipped:
        run.say.warn(f"{run.out.skipped} records have none of the columns and were left out")
    if run.shared.strict and run.out.errors:
        run.say.error(str(BadData(f"{run.out.errors} bad records (--strict)")))
