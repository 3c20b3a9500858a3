"""A process that brings a lab's ledger up to date and prints what it knows: started, killed and crowded by tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cctl.core.spend.ask import Ask
from cctl.host import crew, db
from cctl.host.ledger import ledger, update
from tests.host.ledger.lab import Lab


def main(base: str, alone_bytes: int, full: int) -> None:
    """Read, and say in one line what came of it."""
    lab = Lab(Path(base), new=False)
    for module in (update, crew):  # so that little is read as much would be
        setattr(module, "ALONE_BYTES", alone_bytes)  # noqa: B010 -- one of them only borrows the name
    crew.FULL = full
    answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path)
    (cell,) = answer.spend.cells(Ask(edges=())) if answer.spend.extent() else (None,)
    reason = answer.missing.reason if isinstance(answer.missing, db.Unusable) else ""
    sys.stdout.write(json.dumps({"cell": cell, "missing": reason}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
