"""`cctl run logs`: what the command of a run wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("run logs", status=("no_input",))
@click.argument("name", metavar="RUN")
@click.option("-f", "--follow", is_flag=True, help="Go on until the run has ended.")
@click.option("--stderr", "what", flag_value="stderr", help="Its errors instead of its output.")
@click.option("--events", "what", flag_value="events", help="The records of the run instead of its output.")
def cli(run: Run, name: str, follow: bool, what: str | None) -> None:
    """Write what the command of a run wrote: its output, of a run in a terminal its screen, byte for byte.

    \b
    Examples:
      cctl run logs nightly -f
      cctl run logs nightly --events | cctl gate --max-usd 5
    """
    from cctl.kit.following import shown  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- see above

    shown(run, runs_of(run).find(name), what or "stdout", follow=follow)
