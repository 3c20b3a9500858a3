"""`cctl run attach`: come to the terminal of a run that is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("run attach", status=("no_input", "unavailable"))
@click.argument("name", metavar="RUN")
def cli(run: Run, name: str) -> None:
    """See the screen of a run in --pty mode and type into it; Ctrl-\\ leaves it, and it goes on.

    \b
    Examples:
      cctl run --pty --detach --name refactor -- claude
      cctl run attach refactor
    """
    from cctl.kit.attaching import attached  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- see above

    attached(run, runs_of(run).find(name))
