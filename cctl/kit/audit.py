"""The full pass that names everything: what was passed over, line by line, and the agent's own totals beside ours."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.money.charge import charge
from cctl.core.money.price import Table
from cctl.core.money.reconcile import Said, reconcile, said
from cctl.core.spend.ask import Ask, Spend
from cctl.core.spend.cell import Response
from cctl.host import packed, transcript
from cctl.host.scan import blocks
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.transcript import Line, Transcript
    from cctl.kit.run import Run

_ID, _NUMBERS = 0, slice(3, 9)  # of a row


def audited(run: Run, names: Sequence[str], spend: Spend, table: Table) -> Iterator[Record]:
    """A `skip` record for everything passed over, then a `reconciliation` for every session with a total of its own."""
    files = transcript.named(run.world, names) if names else list(transcript.everything(run.world))
    seen: dict[str, tuple[int, ...]] = {}
    for each in files:
        yield from _skipped(run, each, seen)
    yield from _reconciled(files, spend, table)


def _skipped(run: Run, each: Transcript, seen: dict[str, tuple[int, ...]]) -> Iterator[Record]:
    """What a scan of every line passes over, and responses that were told before."""
    try:
        descriptor = os.open(each.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as problem:
        yield run.error("no_input", str(problem.strerror), path=each.path)
        return
    try:
        with (
            packed.unpacked(each.path, descriptor) if packed.is_packed(each.path) else nullcontext(descriptor) as inside
        ):
            yield from _passed_over(run, each, inside, seen)
    except OSError as problem:
        yield run.error("no_input", str(problem.strerror), path=each.path)
    finally:
        os.close(descriptor)


def _passed_over(run: Run, each: Transcript, descriptor: int, seen: dict[str, tuple[int, ...]]) -> Iterator[Record]:
    state, line = b"", 1
    agent = agents()[each.agent]
    for block in blocks(descriptor, 0, os.fstat(descriptor).st_size, max_line=run.shared.max_line, whole=True):
        scan = agent.scan(block.data, each.origin, block.at, state, audit=True)
        state = scan.state
        found = [(skip.at, skip.reason, "") for skip in scan.skips]
        found += [(block.at, "too_long", "")] if block.skipped else []
        found += [(int(str(row[-2])), why, str(row[_ID])) for row in scan.rows if (why := _again(row, seen))]
        at, number = block.at, line
        for place, reason, id in sorted(found):
            number += block.data.count(b"\n", at - block.at, place - block.at)
            at = place
            run.skip(reason)
            yield run.skip_record(reason, each.path, number, id)
        line += block.data.count(b"\n") + block.skipped


def _again(row: Sequence[object], seen: dict[str, tuple[int, ...]]) -> str:
    """Whether a response was told before: as it was, or with other numbers."""
    id, numbers = str(row[_ID]), tuple(int(str(number)) for number in row[_NUMBERS])
    known = seen.get(id)
    if known is None:
        seen[id] = numbers
        return ""
    if known == numbers:
        return "duplicate"
    seen[id] = tuple(max(a, b) for a, b in zip(known, numbers, strict=True))
    return "superseded"


def _lines(path: str) -> Iterator[Line]:
    """The lines of a file; of one that can't be read, which `_skipped` has named, none."""
    try:
        yield from transcript.lines(path)
    except NoInput:
        return


def _reconciled(files: Iterable[Transcript], spend: Spend, table: Table) -> Iterator[Record]:
    told: dict[str, Said] = {}
    forked: dict[str, str] = {}
    compactions: dict[str, int] = {}
    for each in files:
        reader = agents()[each.agent].open(each.origin)
        for line in _lines(each.path):
            for record in reader.read(line.data, line.number):
                session = str(record.get("session"))
                if record.get("type") == "session" and record.get("forked_from"):
                    forked[session] = str(record["forked_from"])
                elif record.get("kind") == "compaction":
                    compactions[session] = compactions.get(session, 0) + 1
                elif total := said(record):
                    told[session] = total
    responses: dict[str, list[Response]] = {}
    for response in spend.responses(Ask()):
        responses.setdefault(response.session, []).append(response)
    for session in sorted(told):
        parent = told.get(forked.get(session, ""))
        yield reconcile(
            told[session],
            responses.get(session, ()),
            lambda response: charge(table, response),
            parent=parent,
            compactions=compactions.get(session, 0),
        )
