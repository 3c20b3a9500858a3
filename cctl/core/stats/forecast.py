"""What a day, week, month or block will have cost when it ends.

People don't work evenly: at six in the evening half of what a day's pace promises never comes. So the rest of a period
is taken from the same rest of earlier periods, on their own clock (the last seven days, four weeks, three months). Only
where there are none yet, and for blocks, the pace so far goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Final

from cctl.core.moment import stamp
from cctl.core.money.exact import usd
from cctl.core.spend.ask import Ask, Spend
from cctl.core.stats.block import BLOCK_S, starts
from cctl.core.stats.record import COST, ESTIMATED, NOTHING, TOKENS, UNPRICED, Sums, sums_of
from cctl.core.when.calendar import Unit, moved, next_start, start_of
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

PERIODS: Final = ("block", "day", "week", "month")
_SAMPLES: Final[dict[str, int]] = {"day": 7, "week": 4, "month": 3}
_UNITS: Final[dict[str, Unit]] = {"day": "day", "week": "week", "month": "month"}
_QUARTER_MS: Final = 900_000
_PACE_MS: Final = 3_600_000  # a block's pace is that of its last hour
_LEAST_MS: Final = 300_000

Keep = Mapping[str, Callable[[str], bool]]


class Stretch(NamedTuple):
    """From one moment up to another, epoch ms."""

    start: int
    stop: int


def forecast(
    period: str, spend: Spend, *, now: int, zone: tzinfo, week_start: int = 0, keep: Keep | None = None
) -> Record | None:
    """The forecast for one period; None for a block when none is running."""
    if period not in PERIODS:
        raise UsageError(f'--forecast: unknown period "{period}"; one of {", ".join(PERIODS)}')
    keep = keep or {}
    if period == "block":
        return _block(spend, now, keep)
    unit = _UNITS[period]
    whole = Stretch(start_of(unit, now, zone, week_start), next_start(unit, now, zone, week_start))
    so_far = _sum(spend, Stretch(whole.start, now + 1), keep)
    rests = list(_rests(unit, spend, whole, now, zone, keep))
    if not rests:
        rest = _paced(so_far, now - whole.start, whole.stop - now)
        return _record(period, whole, now, so_far, [rest], "pace")
    return _record(period, whole, now, so_far, rests, "history")


def _block(spend: Spend, now: int, keep: Keep) -> Record | None:
    """The running block; where several clients have one, the one that began last."""
    used: dict[str, list[int]] = {}
    for cell in spend.cells(Ask(by=frozenset({"agent"}), until_ms=now + 1)):
        used.setdefault(cell.agent, []).append(cell.start_s)
    asked = keep.get("agent")
    running = [
        (begun[-1], agent)
        for agent, times in used.items()
        if (begun := starts(times)) and (begun[-1] + BLOCK_S) * 1000 > now and (asked is None or asked(agent))
    ]
    if not running:
        return None
    start, agent = max(running)
    keep = {**keep, "agent": agent.__eq__}
    whole = Stretch(start * 1000, (start + BLOCK_S) * 1000)
    so_far = _sum(spend, Stretch(whole.start, now + 1), keep)
    pace = Stretch(max(whole.start, now - _PACE_MS), now + 1)
    rest = _paced(_sum(spend, pace, keep), pace.stop - pace.start, whole.stop - now)
    return _record("block", whole, now, so_far, [rest], "pace") | {"agent": agent}


def _rests(unit: Unit, spend: Spend, whole: Stretch, now: int, zone: tzinfo, keep: Keep) -> Iterable[Sums]:
    """What was spent in the same rest of earlier periods, those that began after the first spend there is."""
    extent = spend.extent()
    if extent is None:
        return
    for back in range(1, _SAMPLES[unit] + 1):
        start, at, stop = (moved(ms, unit, -back, zone) for ms in (whole.start, now, whole.stop))
        if start < extent[0] * 1000 - _QUARTER_MS:
            return
        yield _sum(spend, Stretch(at, min(stop, now)), keep)


def _sum(spend: Spend, when: Stretch, keep: Keep) -> Sums:
    if when.start >= when.stop:
        return NOTHING
    lines = spend.sums(Ask(edges=(), since_ms=when.start, until_ms=when.stop, keep=keep))
    return sums_of(lines[0]) if lines else NOTHING


def _paced(spent: Sums, over_ms: int, ahead_ms: int) -> Sums:
    """The same pace, for the time ahead."""
    over_ms = max(over_ms, _LEAST_MS)
    return tuple(figure * max(ahead_ms, 0) // over_ms for figure in spent)


def _record(period: str, whole: Stretch, now: int, so_far: Sums, rests: Sequence[Sums], by: str) -> Record:
    costs = sorted(so_far[COST] + rest[COST] for rest in rests)
    tokens = sum(so_far[TOKENS])
    made: Record = {"type": "forecast", "v": 1, "ts": stamp(now), "period": period}
    made |= {"start": stamp(whole.start), "end": stamp(whole.stop), "cost_usd": usd(so_far[COST]), "tokens": tokens}
    made["expected_usd"] = usd(sum(costs) // len(costs))
    made["expected_tokens"] = tokens + sum(sum(rest[TOKENS]) for rest in rests) // len(rests)
    if len(costs) > 1:
        made |= {"low_usd": usd(costs[0]), "high_usd": usd(costs[-1])}
    made |= {"by": by, "samples": len(rests) if by == "history" else 0, "unpriced": so_far[UNPRICED]}
    if so_far[ESTIMATED]:
        made["estimated"] = True
    return made
