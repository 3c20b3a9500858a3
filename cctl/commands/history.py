"""`cctl history`: sessions past and present, from memory: it still knows those whose transcripts are gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("last", "project", "branch", "title", "turns", "calls", "errors", "tokens.total", "cost_usd", "session")


@source("history", adds=("session",), columns=_COLUMNS)
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|SESSION|-]...")
@window_options("history.since, 7d; with FILE, all")
@click.option("--timezone", metavar="ZONE", help="Zone that days are cut in (default: the machine's).")
@click.option("-p", "--project", multiple=True, metavar="GLOB", help="Only these projects (path, name or pattern).")
@click.option("--branch", multiple=True, metavar="GLOB", help="Only these branches.")
@click.option("--agent", multiple=True, metavar="NAME", help="Only these agents.")
@click.option("-S", "--session", multiple=True, metavar="ID", help="Only these sessions (the beginning is enough).")
@click.option("--sort", default="last", metavar="KEY", help="last, start, cost, tokens, duration, turns, errors; "
              "-cost turns it round.")  # fmt: skip
@click.option("--limit", type=click.IntRange(0), default=0, metavar="N", help="At most N sessions.")
@click.option(
    "--ledger/--no-ledger", "use_ledger", default=True, help="Answer from the ledger, or read all spend anew."
)
@click.option("--all-roots", is_flag=True, help="Also homes that aren't configured any more, and imports.")
def cli(run: Run, **asked: object) -> Iterator[Record]:
    """Show sessions: what they did, cost and left open, how they ended, how to go on with them.

    Without FILE, all that agents did on this machine; `-` reads a transcript or records from standard input. Costs and
    tokens are those of the window; lifetime_cost_usd is everything. Each record carries its spend, so that
    `history | stats -` gives what `stats` gives.

    \b
    Examples:
      cctl history --since 24h --format table
      cctl history --since 24h | cctl stats --by project - | cctl gate --max-usd 25
      cctl history ~/transcripts --format table
      cctl history --since 30d --sort cost --limit 10 | jq -r '[.cost_usd, .title] | @tsv'
    """
    from cctl.kit import past  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    zone = asked_zone(run, str(asked["timezone"] or ""))
    files = run.inputs(asked["files"])  # type: ignore[arg-type]  # click's
    since = str(asked["since"]) or ("all" if files else str(run.setting("history.since")))
    window = asked_window(run, since, str(asked["until"]), zone)
    known = past.past(run, window, files, use_ledger=bool(asked["use_ledger"]), all_roots=bool(asked["all_roots"]))
    wanted = past.chosen(asked)
    found = [record for record in past.sessions(run, window, known) if wanted(record)]
    found = past.ordered(found, str(asked["sort"]))
    limit = int(str(asked["limit"]))
    if limit and len(found) > limit:
        run.say.detail(f"{len(found) - limit} sessions left out by --limit")
    yield from found[: limit or None]
