"""What spend can be told apart by, and how each value is written.

Times are written so that they sort as text and mean the same everywhere: a week by its first day, because week
numbers need to know which day weeks begin on; an hour with its offset, because an hour may come twice; a block in UTC,
because it belongs to no zone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Final

from cctl.core.moment import stamp
from cctl.core.stats.block import BLOCK_S
from cctl.core.when.calendar import LAST_MS, Unit, first_day, local, next_start, start_of
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple

TIMES: Final = ("hour", "block", "day", "week", "month")
DIMENSIONS: Final = ("model", "project", "branch", "session", "agent", "subagent", "tool", "cwd")
BY: Final = (*TIMES, *DIMENSIONS)
_UNITS: Final[dict[str, Unit]] = {"hour": "hour", "day": "day", "week": "week", "month": "month"}
FAR_S: Final = 253_402_300_800  # year 10000: what claims to be of its last years is one period
NONE: Final = "(none)"  # no tool was called, no sub-agent, no branch known


class Period(NamedTuple):
    """One stretch of time, up to the start of the next one."""

    start_s: int
    counts_for: int  # start of the period in the answer that it is counted for: itself, or the one it is compared with
    names: tuple[str, ...] | None  # what the answer calls it, by time key; None where nothing is asked


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of `--by a,b`, in order."""
    keys = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    for place, key in enumerate(keys):
        if key not in BY:
            raise UsageError(f'--by: unknown key "{key}"; one of {", ".join(BY)}')
        if key in keys[:place]:
            raise UsageError(f'--by: "{key}" is named twice')
    return keys


def periods(
    times: Sequence[str],
    spans: Iterable[tuple[int, int]],
    zone: tzinfo,
    week_start: int,
    blocks: Sequence[int] = (),
) -> list[Period]:
    """The periods that hold some spans (first and last moment, epoch ms), and the start of what follows."""
    edges = {edge for start in blocks for edge in (start, start + BLOCK_S)}
    units = [unit_of(time) for time in times if time != "block"]
    for first, last in spans:
        for unit in units:
            at = start_of(unit, first, zone, week_start)
            while at <= last < LAST_MS:
                edges.add(at // 1000)
                at = next_start(unit, at, zone, week_start)
            edges.update((at // 1000,) if last < LAST_MS else (at // 1000, FAR_S))
    return [
        Period(edge, edge, tuple(name(time, edge, zone, week_start, blocks) for time in times))
        for edge in sorted(edges)
    ]


def name(time: str, at_s: int, zone: tzinfo, week_start: int, blocks: Sequence[int] = ()) -> str:
    """What the hour, block, day, week or month is called that a moment lies in."""
    if time == "block":
        place = bisect_right(blocks, at_s) - 1
        return stamp(blocks[place] * 1000) if place >= 0 and at_s < blocks[place] + BLOCK_S else ""
    unit = unit_of(time)
    if unit == "hour":
        return local(start_of("hour", at_s * 1000, zone), zone).isoformat(timespec="seconds")
    day = first_day(unit, local(at_s * 1000, zone).date(), week_start).isoformat()
    return day[:7] if unit == "month" else day


def unit_of(time: str) -> Unit:
    """The unit of the calendar that a time key stands for."""
    return _UNITS[time]
