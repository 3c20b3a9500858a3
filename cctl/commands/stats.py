"""`cctl stats`: what was spent, added up by whatever the question names, exactly.

Each response counts once, for the session that paid, at the price of its day, in the zone of the question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("key", "responses", "sessions", "tokens.input", "tokens.output", "tokens.cache_write_5m",
            "tokens.cache_write_1h", "tokens.cache_read", "tokens.total", "cost_usd", "unpriced")  # fmt: skip


@source("stats", adds=("stats", "burn", "forecast", "skip", "reconciliation"), status=("no_input",), columns=_COLUMNS)
@click.argument("files", nargs=-1, metavar="[FILE|SESSION|-]...")
@click.option("--by", "keys", default="", metavar="KEY,…", help="hour, block, day, week, month, model, project, "
              "branch, session, agent, subagent, tool, cwd.")  # fmt: skip
@window_options("stats.since, 24h")
@click.option("--timezone", metavar="ZONE", help="Zone that days are cut in (default: the machine's).")
@click.option("--week-start", type=click.Choice(("monday", "sunday", "saturday")), help="First day of a week.")
@click.option("-p", "--project", multiple=True, metavar="GLOB", help="Only these projects (path, name or pattern).")
@click.option("--model", multiple=True, metavar="GLOB", help="Only these models.")
@click.option("--branch", multiple=True, metavar="GLOB", help="Only these branches.")
@click.option("--agent", multiple=True, metavar="NAME", help="Only these agents.")
@click.option("-S", "--session", multiple=True, metavar="ID", help="Only these sessions (the beginning is enough).")
@click.option("--total", is_flag=True, help="Add a record over everything beside those of --by.")
@click.option("--zero-days", is_flag=True, help="Also periods without spend.")
@click.option("--compare", type=click.Choice(("previous",)), help="Hold against the window just before.")
@click.option("--burn", is_flag=True, help="Add the rate of spend of the last minutes.")
@click.option("--forecast", "periods", multiple=True, type=click.Choice(("block", "day", "week", "month")),
              help="Add what the period will have cost at its end (repeatable).")  # fmt: skip
@click.option("--sort", default="", metavar="KEY", help="key, cost, tokens, responses, sessions; -cost turns it round.")
@click.option("--limit", type=click.IntRange(0), default=0, metavar="N", help="At most N records.")
@click.option("--compat", type=click.Choice(("ccusage",)), help="Print ccusage's JSON for --by day, week, month, "
              "session or block.")  # fmt: skip
@click.option(
    "--ledger/--no-ledger", "use_ledger", default=True, help="Answer from the ledger, or read everything anew."
)
@click.option("--all-roots", is_flag=True, help="Also homes that aren't configured any more, and imports.")
@click.option("--audit", is_flag=True, help="Name what was passed over, and reconcile with the agent's own totals.")
def cli(run: Run, **asked: object) -> Iterator[Record]:
    """Add up what was spent: responses, sessions, tokens by class, dollars.

    Reads the machine's transcripts through the ledger, FILEs when named, records with `-`. A response that has no known
    price is counted as unpriced, never as free.

    \b
    Examples:
      cctl stats --by day,model --since 7d --format table
      cctl stats --by project --since "this month" --sort cost --limit 5
      cctl history --since 24h | cctl stats --by project -
      cctl stats --by day --since all --compat ccusage | jq .totals
    """
    from cctl.kit.answers import stats_records  # noqa: PLC0415 -- not for `--help`

    return stats_records(run, asked)
