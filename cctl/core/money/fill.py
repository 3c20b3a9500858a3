"""`price`: the costs that spend records lack, filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cctl.core.moment import epoch_ms
from cctl.core.money.exact import nano, usd
from cctl.core.money.price import Table
from cctl.core.spend.cell import CLASSES
from cctl.records.schema import Record


def filled(record: Record, table: Table, *, again: bool = False) -> Record | None:
    """The record with its cost, what its transcript recorded before ours; None when it stays as it is.

    A cost that is there already is kept unless `again`; even then it is kept where the table has no price, because a
    figure from whoever knew better is worth more than none. Running it twice changes nothing.
    """
    if record.get("type") != "spend" or ("cost_usd" in record and not again):
        return None
    counts = counts_of(record)
    if counts is None:
        return None
    model, speed, geo = (_text(record.get(name)) for name in ("model", "speed", "geo"))
    ms = epoch_ms(record.get("ts"))
    input, output, write_5m, write_1h, read, web = counts
    cost = None if again else nano(record.get("recorded_cost_usd"))
    recorded = cost is not None
    if cost is None:
        cost = table.cost(model, ms, input, output, write_5m, write_1h, read, web, speed, geo)
    if cost is None:
        return None
    kept = {key: value for key, value in record.items() if key not in ("cost_usd", "estimated")}
    # A mark on a record without a cost speaks of its tokens and stays; one beside a cost that is made anew does not.
    guess = record.get("estimated") is True and not again
    guess = guess or (not recorded and table.estimated(model, ms, speed, geo))
    priced = {**kept, "cost_usd": usd(cost), **({"estimated": True} if guess else {})}
    return None if priced == record else priced


def counts_of(record: Mapping[str, Any]) -> tuple[int, ...] | None:
    """Tokens by class and web searches of a spend record; None when one of them can't be a count."""
    tokens = record.get("tokens")
    if not isinstance(tokens, dict):
        return None
    counts = (*(tokens.get(name, 0) for name in CLASSES), record.get("web_searches", 0))
    return counts if all(type(count) is int and count >= 0 for count in counts) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
