"""`cctl doctor`: is everything as it must be for the answers to be right, and if not, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("doctor", adds=("check",), status=("breach",), columns=("status", "name", "message", "todo"))
def cli(run: Run) -> Iterator[Record]:
    """Check the installation: packages, folders, permissions, ledger, retention, prices, configuration.

    One `check` record each, with what to do. Ends with 10 if there is a problem. Changes nothing but the ledger, which
    it brings up to date.

    \b
    Examples:
      cctl doctor --format table
      cctl doctor | jq -c 'select(.status == "problem")'
    """
    from cctl.kit.check import gather  # noqa: PLC0415 -- not for `--help`

    for check in gather(run):
        if check.status == "problem":
            run.status = CODES["breach"]
        record: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": check.name, "status": check.status}
        yield record | {"message": check.message} | ({"todo": check.todo} if check.todo else {})
