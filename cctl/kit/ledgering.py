"""What the `ledger` verbs share: the ledger of this machine, and how it is read into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.host import walk
from cctl.host.ledger.ledger import Ledger
from cctl.host.scan import Reading
from cctl.kit.prices import price_table
from cctl.kit.progress import Progress
from cctl.kit.spending import ledger_path

if TYPE_CHECKING:
    from cctl.kit.run import Run


def homes(run: Run) -> list[walk.Home]:
    """The agents' homes as they are configured now."""
    return walk.homes(agents().values(), run.world.env, run.world.home)


def reading(run: Run, progress: Progress | None = None) -> Reading:
    """How transcripts are read."""
    return Reading(agents(), price_table(run), run.shared.max_line, progress)


def fresh(run: Run) -> Ledger:
    """The ledger, with everything read that there is to read."""
    progress = Progress("reading transcripts", quiet=run.shared.quiet)
    try:
        ledger = Ledger(ledger_path(run))
        ledger.update(homes(run), reading(run, progress))
    finally:
        progress.close()
    return ledger
