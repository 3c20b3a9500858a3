"""`cctl summary`: what was done, per project: for the stand-up, and for whoever comes back to five agents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("project", "sessions", "turns", "commands", "files_edited", "tests", "errors", "cost_usd")


@source("summary", adds=("summary",), columns=_COLUMNS)
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|SESSION|-]...")
@window_options("8h; with FILE, all")
@click.option("--timezone", metavar="ZONE", help="Zone that days are cut in (default: the machine's).")
@click.option("-p", "--project", multiple=True, metavar="GLOB", help="Only these projects (path, name or pattern).")
@click.option("--markdown", is_flag=True, help="Write a page to read out instead of records.")
@click.option(
    "--ledger/--no-ledger", "use_ledger", default=True, help="Answer from the ledger, or read all spend anew."
)
def cli(
    run: Run,
    files: tuple[str, ...],
    since: str,
    until: str,
    timezone: str,
    project: tuple[str, ...],
    markdown: bool,
    use_ledger: bool,
) -> Iterator[Record]:
    """Say what was done: sessions, prompts, files, commands, tests and their outcome, commits, errors, cost.

    Without FILE, by all agents on this machine; `-` reads a transcript or records from standard input.

    \b
    Examples:
      cctl summary --since 8h
      cctl summary --since yesterday --markdown
      cctl summary --since 1d | jq -r '.commits[]?.message'
    """
    from cctl.core.activity import summary  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.did import summarised  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    names = run.inputs(files)
    since = since or ("all" if names else "8h")
    window = asked_window(run, since, until, asked_zone(run, timezone))
    records = summarised(run, window, project, names, use_ledger=use_ledger)
    if not markdown:
        yield from records
        return
    run.quiet_output = True
    sys.stdout.write(summary.markdown(records, f"What was done since {since}"))
