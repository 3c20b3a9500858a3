"""`cctl ledger rebuild`: make the ledger anew from the transcripts, and keep what only it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("ledger rebuild", adds=("done",), status=("locked", "unavailable"), columns=("status", "target", "reason"))
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done.")
def cli(run: Run, dry_run: bool) -> Iterator[Record]:
    """Read all transcripts anew. What they no longer hold is kept; a damaged ledger is laid aside and salvaged.

    \b
    Examples:
      cctl ledger rebuild
    """
    from cctl.host.ledger.rebuild import rebuild  # noqa: PLC0415 -- not for `--help`
    from cctl.kit import ledgering  # noqa: PLC0415 -- see above
    from cctl.kit.progress import Progress  # noqa: PLC0415 -- see above
    from cctl.kit.spending import ledger_path  # noqa: PLC0415 -- see above

    path = ledger_path(run)
    record: Record = {
        "type": "done",
        "v": 1,
        "ts": run.world.now(),
        "action": "rebuild",
        "status": "ok",
        "target": path,
    }
    if dry_run:
        yield record | {"dry_run": True}
        return
    progress = Progress("reading transcripts", quiet=run.shared.quiet)
    try:
        made = rebuild(path, ledgering.homes(run), ledgering.reading(run, progress))
    finally:
        progress.close()
    reason = f"{made.responses} responses, {made.kept} of them in no transcript any more"
    yield record | {"reason": reason + (f"; the damaged one is {made.aside}" if made.aside else "")}
