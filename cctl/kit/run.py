"""One run of one verb: the world it sees, the flags it shares, its voice and its output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.host.world import World
from cctl.kit import source
from cctl.kit.out import Out
from cctl.kit.say import Say
from cctl.records import codec
from cctl.records.errors import Protocol
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.configured import Configuration
    from cctl.kit.options import Shared
    from cctl.kit.verb import Meta

KNOWN_V = 1  # the version of every type this cctl knows


class Run:
    """What a verb's function is given."""

    def __init__(self, meta: Meta, world: World, shared: Shared, out: Out) -> None:
        self.meta, self.world, self.shared, self.out = meta, world, shared, out
        self.say = Say(meta.name, quiet=shared.quiet, verbose=shared.verbose)
        self.skipped: dict[str, int] = {}  # what a source passed over, by reason; goes into `end`
        self.status = 0  # exit status that the verb itself asks for
        self._configuration: Configuration | None = None
        self.reads_stdin = False  # a source that was told `-`
        self.quiet_output = False  # a source that was told to write for people instead of records
        self.forwards_end = False  # a source that passes on records of another, with their `end`

    def setting(self, name: str) -> Any:
        """The configured value of a setting."""
        if self._configuration is None:
            from cctl.kit.configured import Configuration  # noqa: PLC0415 -- most runs ask for nothing

            self._configuration = Configuration(self.world, self.shared.config)
        return self._configuration.get(name)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count something that was passed over."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count

    def skip_record(self, reason: str, path: str, line: int, id: str = "") -> Record:
        """A record that names something passed over."""
        record: Record = {"type": "skip", "v": 1, "ts": self.world.now(), "reason": reason}
        return record | {"src": {"path": path, "line": line}} | ({"id": id} if id else {})

    def error(self, code: str, message: str, *, path: str = "", line: int = 0) -> Record:
        """An error record of now."""
        return codec.error(code, message, ts=self.world.now(), path=path, line=line)

    def inputs(self, files: Sequence[str]) -> list[str]:
        """The input names: those given, then those of `--files0-from`."""
        return [*files, *(source.listed(self.shared.files0_from) if self.shared.files0_from else ())]

    def batches(self, files: Sequence[str]) -> Iterator[source.Batch]:
        """The input as batches of lines."""
        names = self.inputs(files)
        if self.shared.read_as == "json":
            yield from self._from_json(names)
        else:
            yield from source.batches(names, max_line=self.shared.max_line)

    def stream(self, name: str) -> Iterator[source.Batch]:
        """One input, and no other, as batches of lines."""
        if self.shared.read_as == "json":
            return self._from_json([name])
        return source.batches([name], max_line=self.shared.max_line)

    def records(self, files: Sequence[str]) -> Iterator[Record]:
        """The input as records; bad lines become error records in their place."""
        return self.decoded(self.batches(files))

    def decoded(self, batches: Iterable[source.Batch]) -> Iterator[Record]:
        """Lines as records; bad ones become error records in their place."""
        for batch in batches:
            for number in batch.too_long:
                yield self.too_long(batch, number)
            for number, line in enumerate(batch.lines, batch.first):
                if line := line.strip(b"\r \t"):
                    try:
                        record = codec.decode(line)
                    except codec.BadLine as bad:
                        yield self.error(bad.code, str(bad), path=batch.path, line=number)
                        continue
                    version = record.get("v", 1)
                    if type(version) is int and version > KNOWN_V:
                        self.newer(str(record.get("type")), version)
                    yield record

    def newer(self, kind: str, version: int) -> None:
        """Say once that records are of a newer version; under `--strict` that ends the run."""
        if self.shared.strict:
            raise Protocol(f"a {kind} record is of version {version}, this cctl knows {KNOWN_V}", hint="update cctl")
        self.say.once(f"{kind}{version}", f"{kind} records of version {version} are newer than this cctl knows")

    def too_long(self, batch: source.Batch, number: int) -> Record:
        """The error record for a line over the limit."""
        limit = self.shared.max_line
        return self.error("line_too_long", f"line over {limit} bytes (--max-line)", path=batch.path, line=number)

    def _from_json(self, names: Sequence[str]) -> Iterator[source.Batch]:
        import ijson  # noqa: PLC0415 -- only `--from json` pays

        number = 0
        try:
            for number, value in enumerate(source.json_values(names), 1):
                line = codec.encode(value) if isinstance(value, dict) else b"[]"
                yield source.Batch("-", number, [line], [])
        except (ijson.JSONError, UnicodeDecodeError) as problem:
            self.out.record(self.error("bad_json", f"not JSON after value {number}: {problem}", path="-", line=number))
