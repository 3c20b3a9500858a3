"""Reading transcripts inside a verb: from standard input, and with what is hidden from records on their way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin, Reader
from cctl.host.transcript import Line, recognise
from cctl.records import codec
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run
    from cctl.kit.source import Batch

_PATIENCE = 50  # lines looked at before a stream counts as nobody's


def open_line_reader(run: Run, name: str = "-") -> tuple[Reader, Iterator[Line]]:
    """A reader for the transcript on standard input or in a pipe: whose it is, its first lines say."""
    agent, seen, batches = _looked(run, name)
    if agent:
        return agents()[agent].open(Origin(name)), _numbered(batches)
    if not seen:
        return agents()["claude"].open(Origin(name)), iter(())
    raise NoInput(f"{'standard input' if name == '-' else name}: not the transcript of an agent that cctl knows")


def heard(run: Run, name: str) -> Iterator[Record]:
    """The records of a stream, which is read once: ours as they stand, an agent's lines as its reader tells them."""
    agent, _, batches = _looked(run, name)
    if not agent:
        yield from run.decoded(batches)
        return
    reader = agents()[agent].open(Origin(name))
    for line in _numbered(batches):
        yield from reader.read(line.data, line.number)
    yield from reader.finish()
    for reason, count in reader.skipped.items():
        run.skip(reason, count)


def _looked(run: Run, name: str) -> tuple[str, int, Iterable[Batch]]:
    """Whose the first lines of a stream are ("" for records of ours), how many were looked at, and all of it."""
    batches = run.stream(name)
    head: list[Batch] = []
    seen, agent = 0, ""
    for batch in batches:
        head.append(batch)
        seen += len(batch.lines)
        lines = [line for each in head for line in each.lines if line.strip()]
        agent = recognise(b"\n".join(lines))
        if agent or seen >= _PATIENCE or (lines and _is_ours(lines[0])):
            break
    return agent, seen, chain(head, batches)


def _is_ours(line: bytes) -> bool:
    try:
        return {"type", "v", "ts"} <= codec.decode(line.strip()).keys()
    except codec.BadLine:
        return False


def _numbered(batches: Iterable[Batch]) -> Iterator[Line]:
    for batch in batches:
        for number, line in enumerate(batch.lines, batch.first):
            yield Line(number, line, True)


def passed(run: Run, *, scrub: bool, types: Sequence[str]) -> Callable[[Iterable[Record]], Iterator[Record]]:
    """What happens to records on their way out: some types are left out, secrets, names and paths are hidden."""
    wanted = frozenset(types)
    hide: Callable[[Record], Record] | None = None
    if scrub:
        from cctl.kit.scrub import scrubber  # noqa: PLC0415 -- only `--scrub` pays

        hide = scrubber(run)

    def pass_on(records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            if not wanted or record.get("type") in wanted or record.get("type") == "error":
                yield hide(record) if hide else record

    return pass_on
