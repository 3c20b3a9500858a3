"""What a response cost: as its transcript recorded it, else by the price table."""

from __future__ import annotations

from cctl.core.money.price import Table
from cctl.core.spend.cell import Response
from cctl.records.named import NamedTuple


class Charge(NamedTuple):
    """A cost, and how it is known."""

    nano: int | None  # None: unpriced
    estimated: bool


def charge(table: Table, response: Response) -> Charge:
    """The cost of one response."""
    if response.recorded_nano >= 0:
        return Charge(response.recorded_nano, False)
    _, ms, _, model, input, output, write_5m, write_1h, read, web, speed, geo = response[:12]
    cost = table.cost(model, ms, input, output, write_5m, write_1h, read, web, speed, geo)
    return Charge(cost, cost is not None and table.estimated(model, ms, speed, geo))
