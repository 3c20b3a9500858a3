"""Five-hour blocks, in which subscriptions meter: they begin with use, not with the clock.

A block begins at the full hour (UTC) of the first response after the one before it has ended, and lasts five hours.
That a gap of five hours begins a new one follows from that: after such a gap the block before is always over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

HOUR_S: Final = 3600
BLOCK_S: Final = 5 * HOUR_S


def starts(times: Iterable[int]) -> list[int]:
    """Starts of the blocks, in epoch seconds, from the times of use in any order; quarters of an hour are exact."""
    found: list[int] = []
    end = -1
    for time in sorted(set(times)):
        if time >= end:
            found.append(time // HOUR_S * HOUR_S)
            end = found[-1] + BLOCK_S
    return found
