"""`cctl plot`: the picture that a stream of records makes, in the terminal or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cctl.kit.verb import Filter, sink

if TYPE_CHECKING:
    from cctl.kit.run import Run


@sink(
    "plot",
    reads=("stats", "forecast", "burn", "budget", "session", "spend", "notice", "finding"),
    adds=("done",),
    status=("no_evidence", "unavailable", "cannot_write"),
)
@click.option("-o", "--output", default="-", metavar="FILE", help=".svg, .png, or - for the terminal (default).")
@click.option("--kind", type=click.Choice(("bars", "lines", "heat", "timeline", "context", "findings")),
              help="Which picture (default: what the records make).")  # fmt: skip
@click.option("--x", default="", metavar="KEY", help="Key of the buckets along the axis: day, model, project …")
@click.option("--y", type=click.Choice(("cost", "tokens", "responses", "sessions")), help="What is drawn.")
@click.option("--by", default="", metavar="KEY", help="Key that splits the bars; `class`: tokens by class.")
@click.option("--title", default="", metavar="TEXT", help="A title of your own.")
@click.option("--width", type=click.IntRange(30, 4000), metavar="N", help="Columns, or pixels of a file.")
@click.option("--height", type=click.IntRange(8, 4000), metavar="N", help="Rows, or pixels of a PNG.")
@click.option("--theme", type=click.Choice(("auto", "dark", "light", "none")), default="auto", help="Colours.")
@click.option("--timezone", metavar="ZONE", help="Zone of the axis (default: the machine's).")
@click.option("--redact/--no-redact", default=True, help="Take home folders and secrets out of names (default: yes).")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def cli(run: Run, **asked: Any) -> Filter:
    """Draw what stats, history, health and watch emit: spend, tokens, burn and forecast, context, sessions, habits.

    The records choose the picture: stats by time make bars, by names bars that lie, by hour a heat map; with a
    forecast a line with what is to come and the budget; sessions a timeline; spend of one session its context with
    compactions; findings a count.

    \b
    Examples:
      cctl stats --by day,model --since 30d | cctl plot
      cctl stats --by hour --since 28d | cctl plot -o habits.svg
      cctl cat 6f1c | cctl plot --kind context
      cctl history --since 24h | cctl plot -o day.svg
    """
    from cctl.kit.plotting import Plotting  # noqa: PLC0415 -- not for `--help`

    return Plotting(run, asked)
