"""The price table of one run: the shipped one with the user's overrides over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.money.price import Table
from cctl.host.data import shipped

if TYPE_CHECKING:
    from cctl.kit.run import Run


def price_table(run: Run) -> Table:
    """The table."""
    return Table.load(shipped("prices.json"), run.setting("prices"))
