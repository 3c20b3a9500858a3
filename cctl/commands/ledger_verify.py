"""`cctl ledger verify`: is everything in the ledger as it must be, and does it still agree with the transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source(
    "ledger verify", adds=("check",), status=("breach", "unavailable"), columns=("status", "name", "message", "todo")
)
def cli(run: Run) -> Iterator[Record]:
    """Hold the ledger's sums against its responses, who paid against who claims to, and files against what was read.

    One `check` record for each fault, and one that sums up. Ends with 10 if there is a fault.

    \b
    Examples:
      cctl ledger verify | jq -r 'select(.type=="check") | .message'
    """
    from cctl.host.ledger.ledger import Ledger  # noqa: PLC0415 -- not for `--help`
    from cctl.host.ledger.verify import verify  # noqa: PLC0415 -- see above
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above
    from cctl.kit.spending import ledger_path  # noqa: PLC0415 -- see above

    ledger = Ledger(ledger_path(run))
    found = verify(ledger, price_table(run))
    ledger.close()
    base: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": "ledger"}
    for fault in found.faults:
        yield base | {"status": "problem", "message": fault, "todo": "cctl ledger rebuild"}
    told = (
        f"{found.responses} responses from {found.files} files; {found.vanished} of them gone, {found.changed} changed"
    )
    if found.faults:
        run.status = CODES["breach"]
        return
    yield base | {"status": "ok", "message": told}
