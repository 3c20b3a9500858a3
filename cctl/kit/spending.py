"""Spend for a verb: from the ledger, from named files, or from standard input; all answer the same questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.spend.ask import Spend
from cctl.core.spend.fold import Price
from cctl.host import paths, walk
from cctl.host.ledger import ledger
from cctl.host.packed import MISSING
from cctl.host.pipe import is_pipe
from cctl.host.scan import Reading
from cctl.kit.progress import Progress
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.core.stats.heard import Heard
    from cctl.host.ahead import Ahead
    from cctl.kit.run import Run
    from cctl.records.schema import Record

_kept: list[Spend] = []  # the last: a process gives back all at once at its end what it would drop one by one before


class Spending(NamedTuple):
    """Spend that can be asked."""

    spend: Spend


def ledger_path(run: Run) -> str:
    """Where the ledger lies."""
    return f"{paths.state(run.world.env, run.world.home)}/{ledger.FILE}"


def spending(
    run: Run,
    files: Sequence[str],
    price: Price,
    *,
    use_ledger: bool = True,
    all_roots: bool = False,
    ahead: Ahead | None = None,
    also: Callable[[Record], None] | None = None,
) -> Spending:
    """What there is to be asked: files when named, `-` for standard input, else the machine.

    `also` hears the records of streams, which can't be read twice.
    """
    names = run.inputs(files)
    if "-" in names:
        run.reads_stdin = True
    streams = [name for name in names if is_stream(name)]
    if streams:
        return _heard(run, streams, [name for name in names if name not in streams], price, also)
    progress = Progress("reading transcripts", quiet=run.shared.quiet)

    def missing(problem: Exception) -> None:
        run.say.warn(f"{problem}; answering from the transcripts, what they no longer hold is missing")

    reading = Reading(agents(), price, run.shared.max_line, progress, ahead=ahead, late=missing)
    try:
        if names:
            answer = ledger.of_files(_transcripts(run, names), reading)
        else:
            homes = walk.homes(agents().values(), run.world.env, run.world.home)
            use = use_ledger and run.setting("ledger.use")
            answer = ledger.answer(homes, reading, path=ledger_path(run) if use else "", all_roots=all_roots)
    finally:
        progress.close()
    if answer.missing:
        missing(answer.missing)
    _say_unreadable(run, answer.unreadable)
    if answer.skipped:
        run.skip("lines", answer.skipped)
    _kept[:] = [answer.spend]
    return Spending(answer.spend)


def is_stream(name: str) -> bool:
    """Whether records, or lines that can be read but once, come by that name."""
    return name == "-" or is_pipe(name) or _holds_records(name)


def _say_unreadable(run: Run, unreadable: Sequence[str]) -> None:
    """What is missing: one line for each file, one for all that lack the same package."""
    packed = [path for path in unreadable if path.endswith(MISSING)]
    for path in unreadable:
        run.skip("unreadable")
        if path not in packed:
            run.say.warn(f"{path}: can't be read, its spend is missing")
        else:
            run.say.detail(path)
    if packed:
        run.say.warn(f"{len(packed)} transcripts can't be read, their spend is missing: {MISSING} (-v names them)")


def _transcripts(run: Run, names: Sequence[str]) -> list[tuple[str, Origin]]:
    from cctl.host import transcript  # noqa: PLC0415 -- only where files are named

    return [(each.agent, each.origin) for each in transcript.named(run.world, names)]


def _holds_records(name: str) -> bool:
    """Whether a file holds records of ours instead of an agent's lines."""
    from cctl.host.transcript import head_of  # noqa: PLC0415 -- only where files are named
    from cctl.records import codec  # noqa: PLC0415 -- see above

    try:
        first = codec.decode(head_of(name).lstrip().partition(b"\n")[0])
    except codec.BadLine:
        return False
    return {"type", "v", "ts"} <= first.keys()


def _heard(
    run: Run,
    streams: Sequence[str],
    files: Sequence[str],
    price: Price,
    also: Callable[[Record], None] | None = None,
) -> Spending:
    from cctl.core.stats.heard import Heard  # noqa: PLC0415 -- only streams pay
    from cctl.kit import transcripts  # noqa: PLC0415 -- see above

    heard = Heard(price)
    for record in chain.from_iterable(transcripts.heard(run, name) for name in streams):
        if record.get("type") == "error":
            _pass_on(run, record)
        if also:
            also(record)
        heard.feed(record)
    _transcribed(run, files, heard)
    for reason, count in heard.skips.items():
        run.skip(reason, count)
    return Spending(heard)


def _pass_on(run: Run, error: Record) -> None:
    """What a stream lacks is told with the answer; for people, where the answer is no record."""
    if not run.quiet_output:
        run.out.record(error)
        return
    src = error.get("src")
    place = f"{src.get('path')}:{src.get('line')}: " if isinstance(src, dict) else ""
    run.say.warn(f"{place}{error.get('message')}")


def _transcribed(run: Run, files: Sequence[str], heard: Heard) -> None:
    """Transcripts beside a stream: their spend records are heard like the stream's."""
    from cctl.host import transcript  # noqa: PLC0415 -- only where both are given

    for each in transcript.named(run.world, files):
        reader = agents()[each.agent].open(each.origin)
        for line in transcript.lines(each.path):
            for record in reader.read(line.data, line.number):
                heard.feed(record)
