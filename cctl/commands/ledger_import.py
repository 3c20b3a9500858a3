"""`cctl ledger import`: take another machine's export in; twice is as once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "ledger import",
    adds=("done",),
    status=("bad_data", "no_input", "locked", "partial"),
    columns=("status", "target", "reason"),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE|-...")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be taken in.")
def cli(run: Run, files: tuple[str, ...], dry_run: bool) -> Iterator[Record]:
    """Take in what `cctl ledger export` wrote elsewhere. Its spend counts under --all-roots.

    \b
    Examples:
      zcat laptop.jsonl.gz | cctl ledger import -
      cctl stats --all-roots --by day --since 30d
    """
    from cctl.host import db  # noqa: PLC0415 -- not for `--help`
    from cctl.host.ledger.ledger import Ledger  # noqa: PLC0415 -- see above
    from cctl.host.ledger.move import absorb  # noqa: PLC0415 -- see above
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above
    from cctl.kit.spending import ledger_path  # noqa: PLC0415 -- see above

    if "-" in files and len(files) > 1:
        raise UsageError("standard input stands alone; name files, or -")
    run.reads_stdin = True
    path = ledger_path(run)
    ledger = None if dry_run else Ledger(path)
    for name in files:
        record: Record = {
            "type": "done",
            "v": 1,
            "ts": run.world.now(),
            "action": "import",
            "status": "ok",
            "target": name,
        }
        if ledger is None:
            count = sum(each.get("type") == "spend" for each in run.records([name]))
            yield record | {"dry_run": True, "reason": f"{count} responses"}
            continue
        with db.explained(path):
            took = absorb(ledger.connection, run.records([name]), price_table(run))
        status = "error" if took.missing else "ok" if took.new else "notneeded"
        if took.missing:
            run.status = CODES["partial"]
        more = f", {took.skipped} lines were none" if took.skipped else ""
        more += f"; {took.missing} more are missing: the export breaks off or is damaged" if took.missing else ""
        yield record | {"status": status, "reason": f"{took.responses} responses, {took.new} of them new{more}"}
    if ledger:
        ledger.close()
