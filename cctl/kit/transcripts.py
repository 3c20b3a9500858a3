"""Reading transcripts inside a verb: from standard input, and with what is hidden from records on their way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin, Reader
from cctl.host.transcript import Line, recognise
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run
    from cctl.kit.source import Batch

_PATIENCE = 50  # lines looked at before a stream counts as nobody's


def open_line_reader(run: Run) -> tuple[Reader, Iterator[Line]]:
    """A reader for the transcript on standard input: whose it is, its first lines say."""
    batches = run.batches(["-"])
    head: list[Batch] = []
    seen = 0
    for batch in batches:
        head.append(batch)
        seen += len(batch.lines)
        name = recognise(b"\n".join(line for each in head for line in each.lines))
        if name:
            return agents()[name].open(Origin("-")), _numbered(head, batches)
        if seen >= _PATIENCE:
            break
    if not seen:
        return agents()["claude"].open(Origin("-")), iter(())
    raise NoInput("standard input: not the transcript of an agent that cctl knows")


def _numbered(head: Iterable[Batch], rest: Iterable[Batch]) -> Iterator[Line]:
    for batches in (head, rest):
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
