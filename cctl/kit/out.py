"""Writing records: JSON lines by default, also on a terminal; the only place that writes to standard output.

A reader that leaves is noticed here and nowhere else: fd 1 is pointed at the null device so that the interpreter's last
flush stays quiet, and the command ends with 141, unless it is a gate, which must judge the whole stream.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from cctl.host.pipe import widen
from cctl.kit.options import FORMATS
from cctl.kit.say import ReaderGone
from cctl.records import codec
from cctl.records.errors import CannotWrite, UsageError
from cctl.records.schema import Record

BUFFER = 1 << 16


class Out:
    """Records → bytes on a descriptor, in one format."""

    def __init__(self, style: str = "jsonl", *, columns: Sequence[str] = (), deaf: bool = False, fd: int = 1) -> None:
        if style not in FORMATS:
            raise UsageError(f"unknown format {style!r}: one of {', '.join(FORMATS)}")
        self.style, self.columns, self.deaf, self.fd = style, tuple(columns), deaf, fd
        self.records = self.errors = self.skipped = 0
        self._held: list[bytes] = []
        self._size = 0
        self._rows: list[Record] = []
        self._gone = self._wide = False

    @property
    def lines(self) -> bool:
        """Whether lines may pass as they came."""
        return self.style == "jsonl"

    def raw(self, line: bytes, *, error: bool = False) -> None:
        """A line as it came (jsonl only)."""
        self.records += 1
        self.errors += error
        self._held.append(line)
        self._size += len(line) + 1
        if self._size >= BUFFER:
            self.flush()

    def record(self, record: Record) -> None:
        """A record."""
        self.records += 1
        if record.get("type") == "error":
            self.errors += 1
        if self.style == "jsonl":
            self._put(codec.encode(record))
        elif self.style == "json":
            self._put((b"[" if self.records == 1 else b",") + codec.encode(record))
        else:
            self._cells(record)

    def several(self, records: Iterable[Record]) -> None:
        """Records as they come, written once there is a block of them."""
        if self.style != "jsonl":
            for record in records:
                self.record(record)
            return
        encode = codec.quick_encode
        for record in records:
            self.records += 1
            if record["type"] == "error":
                self.errors += 1
            try:
                line = encode(record)
            except UnicodeEncodeError:
                line = codec.encode(record)
            self._held.append(line)
            self._size += len(line) + 1
            if self._size >= BUFFER:
                self.flush()

    def flush(self) -> None:
        """Write what is held: one write per batch."""
        if self._held and not self._gone:
            held, self._held, self._size = self._held, [], 0
            held.append(b"")
            self._write(b"\n".join(held))
        self._held.clear()

    def close(self) -> None:
        """The end of the stream."""
        if self.style == "json":
            self._put(b"[]" if not self.records else b"]")
        if self.style == "table" and self._rows:
            from cctl.kit.table import table  # noqa: PLC0415 -- tabulate costs 20 ms

            self._put(table(self._rows, self.columns).encode("utf-8", "backslashreplace"))
        self.flush()

    def _cells(self, record: Record) -> None:
        if record.get("type") in ("end", "error"):
            self.skipped += record.get("type") == "error"
            return
        if self.style == "table":
            self._rows.append(record)
            return
        from cctl.kit.table import default_columns, expanded, tsv_cell, value_at  # noqa: PLC0415 -- only where asked for

        if not self.columns:
            self.columns = default_columns(record)
        if not self._rows:
            self.columns = expanded(self.columns, [record])
            self._rows.append(record)
            self._put("\t".join(self.columns).encode())
        values: list[Any] = [value_at(record, column) for column in self.columns]
        if all(value is None for value in values):
            self.skipped += 1
            return
        self._put("\t".join(tsv_cell(value) for value in values).encode("utf-8", "backslashreplace"))

    def _put(self, line: bytes) -> None:
        self._held.append(line)
        self._size += len(line) + 1
        if self._size >= BUFFER:
            self.flush()

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        if len(data) >= BUFFER and not self._wide:
            self._wide = True
            widen(self.fd)
        try:
            while view:
                view = view[os.write(self.fd, view) :]
        except BrokenPipeError:
            self._gone = True
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self.fd)
            os.close(null)
            if not self.deaf:
                raise ReaderGone from None
        except OSError as problem:
            raise CannotWrite(f"standard output: {problem.strerror}") from None
