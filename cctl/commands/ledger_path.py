"""`cctl ledger path`: where the ledger lies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("ledger path")
def cli(run: Run) -> None:
    """Print where the ledger lies, whether it is there or not.

    \b
    Examples:
      cctl ledger path
      ls -l "$(cctl ledger path)"
    """
    from cctl.kit.spending import ledger_path  # noqa: PLC0415 -- not for `--help`

    sys.stdout.write(ledger_path(run) + "\n")
