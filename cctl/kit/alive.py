"""What verbs about live sessions are made from: the machine, the readers, the prices, the limits of one run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.state.decide import Limits
from cctl.core.state.fold import Fold
from cctl.host import paths, process, worktree
from cctl.host.live import keep, looked
from cctl.host.live.feed import Feed
from cctl.host.live.files import Files, Transcript
from cctl.host.live.gather import Gather, by_session
from cctl.host.live.now import Now
from cctl.host.live.spool import FOLDER
from cctl.host.live.witness import Witness
from cctl.host.tail import Tail
from cctl.kit.prices import price_table
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_BETWEEN_S = 0.5  # between two looks that decide: the system counts in hundredths of a second
_GLANCE_S = 0.1  # between two looks that only show
_REWRITE = 1 << 20  # bytes read anew from which what is kept is worth writing again


class Machine(NamedTuple):
    """The live side of one run."""

    now: Now
    feed: Feed
    tail: Tail
    gather: Gather
    kept: dict[str, keep.Kept]
    cache: str
    prices: str
    spool: str


def machine(run: Run, *, backfill: int = 0) -> Machine:
    """The machine as this run sees it."""
    table = price_table(run)
    limits = Limits(*(float(run.setting(f"state.{name}")) for name in Limits._fields))
    files = Files(agents(), run.world.env, run.world.home)
    fold = Fold(lambda model: table.context(model) or 0, table.cost, worktree.real)
    now = Now(files, process.processes(), fold, limits)
    now.compacts_at = float(run.setting("health.compaction_ratio"))
    feed, tail = Feed(agents(), files), Tail(backfill=backfill, max_line=run.shared.max_line)
    cache = paths.cache(run.world.env, run.world.home)
    kept = keep.load(cache, table.digest)
    spool = f"{paths.state(run.world.env, run.world.home)}/{FOLDER}"
    return Machine(now, feed, tail, Gather(fold, feed, tail, kept), kept, cache, table.digest, spool)


def snapshot(found: Machine, now_ms: int, since_ms: int, *, usage: bool = False) -> Iterator[Record]:
    """A record for each session that is alive or wrote since then; what their processes use costs another look."""
    sessions = by_session(found.now.files.all())
    witness = Witness(found.now, found.spool)
    table = found.now.processes.all()
    witness.begin(table)
    wanted = witness.live() | {
        name for name, files in sessions.items() if max(each.mtime_ms for each in files) >= since_ms
    }
    for session in wanted:
        found.gather.session(session, sessions.get(session, ()), now_ms)
    _look(found, witness, wanted, table, now_ms)
    used = _used(found, witness, wanted, table, now_ms) if usage else {}
    for session in sorted(wanted):
        standing = found.now.fold.standings.get(session)
        if standing is None:
            continue
        path = sessions[session][0].path if session in sessions else ""
        decision = found.now.decide(standing, now_ms)
        if session in used:  # after the decision: so short a look is to be shown, and no evidence
            standing.process = {"cpu_ratio": used[session], **standing.process}
        yield found.now.record(standing, decision, now_ms, path=path)
    witness.deaths.close()
    keep_all(found, sessions, wanted, now_ms)


def _look(found: Machine, witness: Witness, wanted: set[str], table: dict[int, process.Process], now_ms: int) -> None:
    """Take in what can be seen of sessions beside their transcripts."""
    add, second = found.now.fold.add, now_ms / 1000
    for record in witness.absent(wanted, now_ms):
        add(record)
    for entry in witness.entries:
        for record in found.now.evidence(entry, table, now_ms, second) if entry.session in wanted else ():
            add(record)
    for session in wanted:
        for record in witness.hooked(witness.spool_of(session)):
            add(record)
    standings = (found.now.fold.standings.get(session) for session in wanted & witness.undecided())
    if any(each and found.now.decide(each, now_ms).because == "clock" for each in standings):
        time.sleep(_BETWEEN_S)  # whether a long call works or waits for somebody is told by what is used meanwhile
        for record in witness.sampled(now_ms, second + _BETWEEN_S):
            add(record)


def _used(
    found: Machine, witness: Witness, wanted: set[str], table: dict[int, process.Process], now_ms: int
) -> dict[str, float]:
    """What the processes of living sessions use, since the look of an earlier run or within a moment."""
    roots = {entry.session: entry.data["pid"] for entry in witness.entries if entry.life == "alive"}
    roots = {session: pid for session, pid in roots.items() if session in wanted and pid in table}
    if not roots:
        return {}
    second = now_ms / 1000
    meter = looked.load(found.cache, second)
    kin = process.children(table)
    ratios = {session: meter.look(table, pid, second, kin).cpu_ratio for session, pid in roots.items()}
    looked.save(found.cache, meter, second)
    if None in ratios.values():
        time.sleep(_GLANCE_S)
        table = found.now.processes.all()
        kin = process.children(table)
        for session, pid in roots.items():
            if ratios[session] is None:
                ratios[session] = meter.look(table, pid, second + _GLANCE_S, kin).cpu_ratio
    return {session: ratio for session, ratio in ratios.items() if ratio is not None}


def keep_all(found: Machine, sessions: dict[str, list[Transcript]], wanted: set[str], now_ms: int) -> None:
    """Keep what was read, when enough was read to be worth it."""
    new = not wanted <= found.kept.keys()
    if found.gather.read_bytes < _REWRITE and not (new and found.gather.read_bytes):
        return
    kept = dict(found.kept)
    for session in wanted:
        if made := found.gather.keep(session, sessions.get(session, ()), now_ms):
            kept[session] = made
    keep.save(found.cache, found.prices, kept)
