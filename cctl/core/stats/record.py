"""Sums as they are written: the fixed shape of `stats` records.

What isn't known is absent: a cost is left out where no response has a price, instead of being 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cctl.core.money.exact import usd
from cctl.core.spend.ask import Sum
from cctl.core.spend.cell import CLASSES, Cell

SESSIONS, RESPONSES, COST, UNPRICED, ESTIMATED = 0, 1, 7, 8, 9
TOKENS: Final = slice(2, 7)
NOTHING: Final = (0,) * 10

Sums = Sequence[int]  # sessions, responses, five classes of tokens, nano-dollars, unpriced, estimated


def sums_of(line: Sum) -> tuple[int, ...]:
    """The figures of one line of an answer."""
    return (line.sessions, *figures(line.cell))


def figures(cell: Cell) -> tuple[int, ...]:
    """The figures of a cell: all but sessions."""
    return (
        cell.responses, cell.input, cell.output, cell.write_5m, cell.write_1h, cell.read,
        cell.cost_nano, cell.unpriced, cell.estimated,
    )  # fmt: skip


def tokens(classes: Sequence[int]) -> dict[str, int]:
    """Tokens by class, and their total."""
    return {**dict(zip(CLASSES, classes, strict=True)), "total": sum(classes)}


def cost(sums: Sums) -> float | None:
    """Dollars, None when none of it has a price."""
    if sums[RESPONSES] > sums[UNPRICED] or sums[COST]:
        return usd(sums[COST])
    # A tool's share of a response whose count went to another tool is unknown too, not free.
    return None if sums[UNPRICED] or any(sums[TOKENS]) else 0.0


def spent(sums: Sums) -> dict[str, Any]:
    """The fields that every record about spend shares."""
    fields: dict[str, Any] = {
        "responses": sums[RESPONSES],
        "sessions": sums[SESSIONS],
        "tokens": tokens(sums[TOKENS]),
    }
    dollars = cost(sums)
    if dollars is not None:
        fields["cost_usd"] = dollars
    fields["unpriced"] = sums[UNPRICED]
    if sums[ESTIMATED]:
        fields["estimated"] = True
    return fields


def change(now: Sums, then: Sums) -> dict[str, Any]:
    """How two sums differ; the dollars only where both are known."""
    fields: dict[str, Any] = {
        "responses": now[RESPONSES] - then[RESPONSES],
        "tokens": sum(now[TOKENS]) - sum(then[TOKENS]),
    }
    new, old = cost(now), cost(then)
    if new is not None and old is not None:
        fields["cost_usd"] = usd(now[COST] - then[COST])
        if then[COST]:
            fields["cost_ratio"] = round((now[COST] - then[COST]) / then[COST], 6)
    return fields
