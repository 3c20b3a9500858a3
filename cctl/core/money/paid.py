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
    return [value if type(value := given.get(name, 0)) is int and value > 0 else 0 for name in CLASSES]


def nano(record: Record, cost: Cost | None = None, ms: int | None = None) -> int:
    """Nano-dollars of a spend record, `UNPRICED` when nobody knows."""
    told = record.get("cost_usd", record.get("recorded_cost_usd"))
    if isinstance(told, int | float) and 0 <= told < 1e9:
        return round(told * 1e9)
    if cost is None:
        return UNPRICED
    web, speed, geo = record.get("web_searches"), record.get("speed"), record.get("geo")
    given, output, short, long, read = tokens(record)
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
