"""`cctl ledger export`: everything the ledger knows, as records that another machine's ledger can take in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("ledger export", adds=("ledger", "spend"), status=("unavailable",))
def cli(run: Run) -> Iterator[Record]:
    """Write all spend that the ledger knows: a `ledger` record, then one `spend` record for each response.

    \b
    Examples:
      cctl ledger export | gzip > laptop.jsonl.gz
      cctl ledger export | ssh desk cctl ledger import -
    """
    from cctl.host.ledger.move import export  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.ledgering import fresh  # noqa: PLC0415 -- see above

    ledger = fresh(run)
    yield from export(ledger.connection, run.world.now_ms())
    ledger.close()
