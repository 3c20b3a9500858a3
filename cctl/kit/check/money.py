"""Prices: how old they are, and whether every model that was used has one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cctl.core.spend.ask import Ask
from cctl.host.data import shipped
from cctl.kit.check import Check
from cctl.kit.prices import price_table
from cctl.kit.spending import spending

if TYPE_CHECKING:
    from cctl.kit.run import Run

_OLD_DAYS = 90
_LOOK_MS = 30 * 86_400_000


def checks(run: Run) -> Iterator[Check]:
    """The table's age, and the models of the last thirty days."""
    sources = json.loads(shipped("prices.json"))["sources"]
    newest = max(date.fromisoformat(source["as_of"]) for source in sources.values())
    age = (datetime.fromtimestamp(run.world.now_ms() / 1000, UTC).date() - newest).days
    told = f"the newest price is of {newest}, {max(age, 0)} days ago"
    if age > _OLD_DAYS:
        yield Check("prices", "advice", told, "update cctl, or set [prices] in the configuration")
    else:
        yield Check("prices", "ok", told)
    asked = Ask(by=frozenset(("model",)), edges=(), since_ms=run.world.now_ms() - _LOOK_MS)
    sums = spending(run, (), price_table(run)).spend.sums(asked)
    unknown = [line.cell.model for line in sums if line.cell.unpriced]
    if unknown:
        yield Check(
            "models",
            "problem",
            "without a price: " + ", ".join(sorted(unknown)),
            'add [prices."MODEL"] to the configuration',
        )
    elif sums:
        yield Check("models", "ok", f"{len(sums)} models used in 30 days, all with a price")
    else:
        yield Check("models", "skipped", "nothing was spent in 30 days")
