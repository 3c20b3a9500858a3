"""`cctl config lint`: everything that is wrong in the configuration files, not only the first thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("config lint", adds=("error",), status=("bad_config",), columns=("src.path", "src.line", "message"))
def cli(run: Run) -> Iterator[Record]:
    """Check the configuration files; one `error` record for each mistake.

    \b
    Examples:
      cctl config lint && echo fine
    """
    from cctl.kit.configured import Configuration  # noqa: PLC0415 -- not for `--help`

    _, problems = Configuration(run.world, run.shared.config).all()
    run.status = CODES["bad_config"] if problems else 0
    for problem in problems:
        where = f"{problem.origin}:{problem.line}" if problem.line else problem.origin
        run.say.error(f"{where}: {problem.message}")
        yield run.error("bad_config", problem.message, path=problem.origin, line=problem.line)
