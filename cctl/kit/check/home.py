"""The agents' homes: are there transcripts, can they be read, until when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.host import walk
from cctl.host.packed import can_zstd
from cctl.host.process import processes
from cctl.host.registry import folders, read
from cctl.host.retention import keep_days
from cctl.kit.check import Check

if TYPE_CHECKING:
    from cctl.kit.run import Run

_SOON_DAYS = 3
_DAY_MS = 86_400_000
_SKEW_MS = 120_000


def checks(run: Run) -> Iterator[Check]:
    """One look at every home."""
    homes = walk.homes(agents().values(), run.world.env, run.world.home)
    present = [home for home in homes if os.path.isdir(home.path)]  # noqa: PTH112 -- a name, not a Path
    if not present:
        places = ", ".join(home.path for home in homes)
        yield Check("homes", "problem", f"no agent's home: none of {places}", "run an agent, or set CLAUDE_CONFIG_DIR")
    for home in present:
        yield from _home(run, home)


def _home(run: Run, home: walk.Home) -> Iterator[Check]:
    name = f"{home.agent.name} home"
    unreadable: list[str] = []
    entries = [
        entry for _, listed in walk.listing(home, unreadable) for entry in listed if entry[0].endswith(walk.TRANSCRIPTS)
    ]
    for path in unreadable[:3]:
        yield Check(name, "problem", f"{path} can't be read", "mend its permissions")
    size = sum(entry[3] for entry in entries)
    found = f"{home.path}: {len(entries)} transcripts, {size / 1e6:.1f} MB"
    yield Check(name, "ok" if entries else "advice", found, "" if entries else "nothing has been written there yet")
    packed = sum(not entry[0].endswith(walk.TRANSCRIPT) for entry in entries)
    if packed and not can_zstd():
        told = f"{packed} transcripts are packed with zstd, which can't be unpacked here: their spend is missing"
        yield Check(name, "problem", told, "Python 3.14, or pip install 'cctl[zstd]'")
    now = run.world.now_ms()
    ahead = [entry for entry in entries if entry[4] // 1_000_000 > now + _SKEW_MS]
    if ahead:
        yield Check(
            "clock", "advice", f"{len(ahead)} transcripts were changed in the future", "check the clock of this machine"
        )
    days = keep_days(home.agent.name, home.path)
    if days is None:
        yield Check("retention", "ok", f"{home.agent.name} keeps its transcripts")
    else:
        soon = [entry for entry in entries if now - entry[4] // 1_000_000 > (days - _SOON_DAYS) * _DAY_MS]
        told = f"{home.agent.name} deletes transcripts {days} days after their last change"
        if soon:
            told += f"; {len(soon)} are within {_SOON_DAYS} days of that"
            yield Check(
                "retention", "advice", told, "the ledger keeps what they cost; `cctl clean --archive` keeps them"
            )
        else:
            yield Check("retention", "ok", told)
    yield from _registry(home)


def _registry(home: walk.Home) -> Iterator[Check]:
    for folder in folders([home.path]):
        known = read(folder, processes())
        if not known.present:
            continue
        dead = [entry for entry in known.entries.values() if entry.life in ("dead", "other")]
        alive = len(known.entries) - len(dead)
        yield Check("registry", "ok", f"{folder}: {alive} sessions alive, {len(dead)} left behind by killed ones")
        for problem, count in sorted(known.problems.items()):
            yield Check("registry", "advice", f"{count} entries can't be used: {problem}", "update cctl or the agent")
