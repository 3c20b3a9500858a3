"""`cctl resume`: go on with a session, knowing what that costs before it has said a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("session", "state", "cwd", "context_tokens", "cache", "cost_usd", "argv")


@action("resume", adds=("resume",), status=("no_input", "locked", "over_budget", "unavailable"), columns=_COLUMNS)
@click.argument("session", metavar="SESSION")
@click.argument("words", nargs=-1, metavar="[-- WORD...]")
@click.option("--max-usd", type=click.FloatRange(0), metavar="USD",
              help="Refuse (11) when reading the context again costs more, or nobody knows what.")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Start it; without, only show the command.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show it, whatever else is said.")
def cli(
    run: Run, session: str, words: tuple[str, ...], max_usd: float | None, yes: bool, dry_run: bool
) -> Iterator[Record]:
    """Show or start the command that goes on with a session, in its folder, with what that costs.

    The agent sends the whole context again: a tenth of the price of input while the cache is warm, more than input once
    it is cold. A session that runs is not started a second time (75). WORDs after `--` are given to the agent.

    \b
    Examples:
      cctl resume 5f0c --format table
      cctl resume 5f0c --yes --max-usd 0.50
      cctl resume 5f0c --yes -- -p 'go on'
    """
    from cctl.kit.resuming import found, refuse_if_alive, start  # noqa: PLC0415 -- not for `--help`

    record = found(run, session, words)
    if not yes or dry_run:
        yield record
    if max_usd is not None and not record.get("cost_usd", float("inf")) <= max_usd:
        cost = f"${record['cost_usd']:.2f}" if "cost_usd" in record else "an unknown sum"
        run.say.error(f"reading its context again costs {cost} ({record['cache']} cache), more than ${max_usd:g}")
        run.status = CODES["over_budget"]
    elif yes and not dry_run:
        refuse_if_alive(record)
        if "cost_usd" in record:
            run.say.warn(f"reading {record['context_tokens']} tokens again costs about ${record['cost_usd']:.2f}")
        start(record, dict(run.world.env))
