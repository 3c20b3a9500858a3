"""What was done in a window, with what it cost: for `summary` and for pages made from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cctl.core.activity.summary import summaries
from cctl.core.spend.ask import Ask
from cctl.core.stats import match
from cctl.core.stats.record import spent, sums_of
from cctl.core.when.grammar import Window
from cctl.host.activity import ask
from cctl.host.world import stamp
from cctl.kit.prices import price_table
from cctl.kit.remembered import heard_by, remembered, roots, told_by
from cctl.kit.spending import spending
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def summarised(
    run: Run, window: Window, projects: Sequence[str] = (), files: Sequence[str] = (), *, use_ledger: bool = True
) -> list[Record]:
    """One summary record per project."""
    memory = told_by(run, files) if files else None
    with heard_by(run, memory) as also:
        held = spending(run, files, price_table(run), use_ledger=use_ledger, also=also).spend
    asked = Ask(by=frozenset(("project",)), edges=(), since_ms=window.start, until_ms=window.stop)
    cost = {line.cell.project: spent(sums_of(line)) for line in held.sums(asked)}
    stop = window.stop if window.stop is not None else run.world.now_ms() + 1
    memory = memory or remembered(run)
    done = list(ask.done(memory, window.start or 0, stop, None if files else roots(run)))
    memory.close()
    found = summaries(done, cost, stamp)
    wanted = match.paths(projects) if projects else None
    return [record for record in found if wanted is None or wanted(record["project"])]
