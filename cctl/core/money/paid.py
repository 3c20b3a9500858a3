"""What a spend record cost: what it says itself, else what the price table says, in integer nano-dollars."""

from __future__ import annotations

from collections.abc import Callable

from cctl.core.moment import epoch_ms
from cctl.records.schema import Record

CLASSES = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
UNPRICED = -1

# Of (model, ms, input, output, write 5m, write 1h, read, web searches, speed, region); None without a known price.
Cost = Callable[[str, int, int, int, int, int, int, int, str, str], int | None]


def tokens(record: Record) -> list[int]:
    """Tokens by class; what is no count is none."""
    given = record.get("tokens")
    if not isinstance(given, dict):
        return [0, 0, 0, 0, 0]
    get = given.get
    found = [
        get("input", 0),
        get("output", 0),
        get("cache_write_5m", 0),
        get("cache_write_1h", 0),
        get("cache_read", 0),
    ]
    for value in found:
        if type(value) is not int or value < 0:
            return [each if type(each) is int and each > 0 else 0 for each in found]
    return found


def nano(record: Record, cost: Cost | None = None, ms: int | None = None, spent: list[int] | None = None) -> int:
    """Nano-dollars of a spend record, whose time and tokens may be known; `UNPRICED` when nobody knows."""
    told = record.get("cost_usd", record.get("recorded_cost_usd"))
    if isinstance(told, int | float) and 0 <= told < 1e9:
        return round(told * 1e9)
    if cost is None:
        return UNPRICED
    web, speed, geo = record.get("web_searches"), record.get("speed"), record.get("geo")
    given, output, short, long, read = tokens(record) if spent is None else spent
    found = cost(
        str(record.get("model") or ""),
        max(0, epoch_ms(record.get("ts"))) if ms is None else ms,
        given,
        output,
        short,
        long,
        read,
        web if type(web) is int and web > 0 else 0,
        speed if isinstance(speed, str) else "",
        geo if isinstance(geo, str) else "",
    )
    return UNPRICED if found is None else found
